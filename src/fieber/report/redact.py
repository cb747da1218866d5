"""A finding without names: what a person may send on without saying whose it is. Numbers, days and verdicts stay."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from fieber.model.tables import TABLES
from fieber.model.text import Message
from fieber.report.catalogue import load
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.model.diagnosis import Claim, Coverage, Diagnosis, Trace
    from fieber.model.surroundings import Event
    from fieber.model.text import Value

HIDDEN = "…"
LANGUAGES = ("de", "en")
NUMBERS_ONLY = frozenset({"traces", "looks"})  # long, and without any message


def redacted(diagnosis: Diagnosis, lang: str, *, number: int = 1) -> Diagnosis:
    """Give a finding in which no name, link, file name, word of the person or text of a post is left.

    The account is called by its number. The person's sentence goes; what was claimed in it (a level, a change) and its
    answer stay. Events of the calendar stay, the person's own lose their text. In messages only words of the catalogues
    and numbers stay, so that a text which some cause or caveat quotes is hidden too.

    Args:
        diagnosis: what the check-up found. lang: of the words that stand in place of names.
        number: which account of the input it is, from 1.
    """
    words = Words(lang)
    events = tuple(_event(event, words) for event in diagnosis.events)
    public = frozenset(text for event in events for text in (event.what_de, event.what_en))
    bare = replace(
        diagnosis,
        account=words.word("redact.account", number=str(number)),
        coverage=_coverage(diagnosis.coverage, words),
        claims=tuple(_claim(claim, words) for claim in diagnosis.claims),
        traces=tuple(_trace(trace) for trace in diagnosis.traces),
        events=events,
    )
    told = (one.name for one in fields(bare) if one.name not in NUMBERS_ONLY)
    return replace(bare, **{name: _without_texts(getattr(bare, name), public) for name in told})


def _coverage(coverage: Coverage, words: Words) -> Coverage:
    names: dict[str, str] = {}

    def file(name: str) -> str:
        return names.setdefault(name, words.word("redact.file", number=str(len(names) + 1)))

    return replace(
        coverage,
        faults=tuple(
            replace(fault, file=file(fault.file), field=fault.field if fault.field in _columns() else None)
            for fault in coverage.faults
        ),
        sources=tuple(
            replace(
                source,
                file=file(source.file),
                reader=source.reader if source.reader.isidentifier() else HIDDEN,
                matched=tuple(name for name in source.matched if name in _columns()),
                unmatched=(),
            )
            for source in coverage.sources
        ),
        unknown_paths=tuple(file(path) for path in coverage.unknown_paths),
    )


def _claim(claim: Claim, words: Words) -> Claim:
    return replace(claim, text=words.word("redact.sentence"), since=None, not_understood=())


def _trace(trace: Trace) -> Trace:
    return replace(trace, url=tuple(None for _ in trace.url))


def _event(event: Event, words: Words) -> Event:
    if not event.is_own:
        return event
    text = words.word("redact.event")
    return replace(event, what_de=text, what_en=text, source=None)


def _without_texts(value: Any, public: frozenset[str]) -> Any:
    """Hide every text in a message that is neither a word of the catalogues nor a public event."""
    if isinstance(value, Message):
        return _message(value, public)
    if isinstance(value, tuple):
        return tuple(_without_texts(part, public) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: _without_texts(getattr(value, one.name), public) for one in fields(value)}
        return replace(value, **changed)
    return value


def _message(message: Message, public: frozenset[str]) -> Message:
    values: Mapping[str, Value] = {name: _value(value, public) for name, value in message.values.items()}
    return replace(message, values=values)


def _value(value: Value, public: frozenset[str]) -> Value:
    if not isinstance(value, str) or value in public or value in _vocabulary() or not any(map(str.isalpha, value)):
        return value
    return HIDDEN


@cache
def _vocabulary() -> frozenset[str]:
    """Last parts of the catalogues' keys: metrics, formats, links, platforms, verdicts."""
    return frozenset(key.rpartition(".")[2] for lang in LANGUAGES for key in load(lang).forms)


@cache
def _columns() -> frozenset[str]:
    return frozenset(name for table in TABLES.values() for name in table)
