"""Diagnosis → the JSON contract of DESIGN.md section 7: the same names and units on every surface."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fieber.model.text import Message
from fieber.report.experiment_sentences import experiment_in_words
from fieber.report.follower_sentences import followers_in_contract
from fieber.report.help_lines import help_lines
from fieber.report.sentences import advice, answer_to_sentence, speaks_of_the_person
from fieber.report.split_sentences import split_in_words
from fieber.report.weather_sentences import in_words
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.model.diagnosis import Claim, Coverage, Diagnosis, Span, Vital
    from fieber.model.surroundings import Event, FormatOutlook

# fields of the diagnosis that are JSON numbers and words as they stand
_AS_THEY_ARE = ("account", "platform", "method", "verdict", "temperature", "return_period_days", "p_value", "finding")


def to_contract(diagnosis: Diagnosis, lang: str) -> dict[str, Any]:
    """Give the contract object of one account, ready for `json.dumps(…, allow_nan=False)`; sentences in `lang`.

    Where the person said something, it begins with the sentence and its answer.
    """
    words = Words(lang, as_of=diagnosis.as_of)
    said = {
        "complaint": diagnosis.claims[0].text if diagnosis.claims else None,
        "answer": answer_in_words(diagnosis, words),
    }
    return said | _found(diagnosis, words) if diagnosis.claims else _found(diagnosis, words) | said


def _found(diagnosis: Diagnosis, words: Words) -> dict[str, Any]:
    return {
        "fieber": fieber_version(),
        **{name: getattr(diagnosis, name) for name in _AS_THEY_ARE},
        "as_of": iso(diagnosis.as_of),
        "lang": words.lang,
        "compared_with": diagnosis.compared_with,
        "coverage": _coverage(diagnosis.coverage),
        "vitals": [_vital(vital) for vital in diagnosis.vitals],
        "split": None if diagnosis.split is None else plain(split_in_words(diagnosis.split)),
        "weather": None if diagnosis.weather is None else plain(asdict(diagnosis.weather)),
        "causes": [
            {
                "cause": cause.cause,
                "ladder": cause.ladder,
                "weight": cause.weight,
                "evidence": words.say(cause.evidence),
                "refuted_by": words.say(cause.refuted_by),
            }
            for cause in diagnosis.causes
        ],
        "abstentions": [{"cause": missing.cause, "reason": missing.reason} for missing in diagnosis.abstentions],
        "claims": [_claim(claim) for claim in diagnosis.claims],
        **plain(followers_in_contract(diagnosis)),
        "advice": [
            {
                "do": words.say(advice(diagnosis, index)),
                "expect_percent": given.expect_percent,
                "posts_needed": given.posts_needed,
                "low": given.low,
                "high": given.high,
                "what": given.what,
                "zone": given.zone,
            }
            for index, given in enumerate(diagnosis.advice)
        ],
        "experiment": experiment_in_words(diagnosis.experiment, words),
        "caveats": [words.say(caveat) for caveat in diagnosis.caveats],
        "outlook_formats": [outlook_in_words(one, words) for one in diagnosis.outlook_formats],
        "events": [event_in_words(event, words.lang) for event in diagnosis.events],
    }


def answer_in_words(diagnosis: Diagnosis, words: Words) -> list[str]:
    """Give what answers the person's sentence, a paragraph each; nothing where no sentence was told.

    Where the sentence is about the person, that is the only answer, with where to find somebody to talk to.
    """
    if speaks_of_the_person(diagnosis):
        lines = (Message("claim.distress"), Message("help.intro"), *help_lines(words.lang))
        return [words.say(line) for line in lines]
    return [words.join(paragraph) for paragraph in answer_to_sentence(diagnosis)]


@lru_cache(maxsize=1)
def fieber_version() -> str:
    """Give the installed version of fieber."""
    return version("fieber")


def iso(at: datetime) -> str:
    """Write a time as ISO 8601 in UTC with Z; a time without a zone is UTC already."""
    utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return utc.isoformat().replace("+00:00", "Z")


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """Write all times in a value and in the values within it."""
    return {name: _written(part) for name, part in value.items()}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    return plain(value) if isinstance(value, dict) else value


def event_in_words(event: Event, lang: str) -> dict[str, Any]:
    """Give an event with the names of the events table; `to` is the first moment after it, null where it stayed."""
    return {
        "platform": event.platform,
        "country": event.country,
        "from": iso(event.start),
        "to": None if event.end is None else iso(event.end),
        "precision": event.precision,
        "metric": event.metric,
        "what": event.what_de if lang == "de" else event.what_en,
        "footprint": event.footprint,
        "source": event.source,
        "own": event.is_own,
        "near": event.is_near,
    }


def outlook_in_words(outlook: FormatOutlook, words: Words) -> dict[str, Any]:
    """Give a forecast with its sentence."""
    return plain(asdict(outlook)) | {"sentence": words.say(in_words(outlook))}


def _span(span: Span) -> dict[str, str]:
    return {"from": iso(span.start), "to": iso(span.end)}


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "posts": coverage.posts,
        "first": None if coverage.first is None else iso(coverage.first),
        "last": None if coverage.last is None else iso(coverage.last),
        "faults": [asdict(fault) for fault in coverage.faults],
        "unknown_paths": list(coverage.unknown_paths),
        "pauses": [_span(span) for span in coverage.pauses],
        "viral": [_span(span) for span in coverage.viral],
        "sources": [
            {
                "file": source.file,
                "reader": source.reader,
                "matched": list(source.matched),
                "unmatched": list(source.unmatched),
                "verified": source.is_verified,
            }
            for source in coverage.sources
        ],
        "is_dated": coverage.is_dated,
    }


def _vital(vital: Vital) -> dict[str, Any]:
    return plain(asdict(vital))


def _claim(claim: Claim) -> dict[str, Any]:
    return plain(asdict(claim))
