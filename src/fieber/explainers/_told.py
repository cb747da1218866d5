"""One text about one thing, in one language, filled from an account's finding: what `fieber.explain` gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from fieber.explainers._facts import facts, marks
from fieber.model.text import Message
from fieber.report.words import Words, places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fieber.causes import Cause
    from fieber.explainers._text import Explainer, Source, Yours

Kind = Literal["explainer", "cause", "right", "help"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say about one thing.

    short: three sentences to read aloud; None for what is no explainer. yours: sentences with the account's own
    numbers, or the one that says which are missing; none without a finding. text: Markdown. version, date: of an
    explainer.
    """

    name: str
    kind: Kind
    lang: str
    title: str
    text: str
    short: str | None = None
    yours: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    version: int | None = None
    date: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give all of it with the names of the JSON."""
        return {
            self.kind: self.name,
            "lang": self.lang,
            "title": self.title,
            "short": self.short,
            "yours": list(self.yours),
            "text": self.text,
            "sources": [
                {
                    "what": source.what,
                    "says": source.says[self.lang],
                    "url": source.url,
                    "looked_up": source.looked_up.isoformat(),
                }
                for source in self.sources
            ],
            "version": self.version,
            "date": None if self.date is None else self.date.isoformat(),
        }

    def body(self) -> str:
        """Give everything below the title as Markdown."""
        words = Words(self.lang)
        parts = [] if self.short is None else [self.short]
        if self.yours:
            parts += [f"## {words.word('explain.yours')}", " ".join(self.yours)]
        if self.short is not None:
            parts.append(f"## {words.word('explain.more')}")
        parts.append(self.text)
        if self.version is not None and self.date is not None:
            parts += [f"## {words.word('explain.sources')}", self._sources(words)]
            parts.append(words.word("explain.version", version=self.version, date=self.date))
        return "\n\n".join(parts)

    def to_markdown(self) -> str:
        """Give it as a page of Markdown."""
        return f"# {self.title}\n\n{self.body()}\n"

    def _sources(self, words: Words) -> str:
        if not self.sources:
            return words.word("explain.no_source")
        return "\n".join(
            f"- {source.what}: {source.says[self.lang]} {words.word('explain.looked_up', date=source.looked_up)}\\\n"
            f"  {source.url}"
            for source in self.sources
        )


def tell_explainer(explainer: Explainer, finding: Mapping[str, Any] | None, lang: str) -> Explanation:
    """Write an explainer in one language; with a finding (the contract's object) filled from it."""
    return Explanation(
        name=explainer.name,
        kind="explainer",
        lang=lang,
        title=explainer.title[lang],
        text=explainer.text[lang],
        short=explainer.short[lang],
        yours=() if finding is None else yours(explainer, finding, lang),
        sources=explainer.sources,
        version=explainer.version,
        date=explainer.date,
    )


def yours(explainer: Explainer, finding: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    """Give the sentences whose numbers are known and whose marks fit; where none answers, first why that is so."""
    known, seen = facts(finding, lang), set(marks(finding))
    words = Words(lang, as_of=datetime.fromisoformat(finding["as_of"]))

    def told(sentences: Sequence[Yours]) -> tuple[str, ...]:
        return tuple(
            words.say(Message(f"explainer.{explainer.name}", known, one.said))
            for one in sentences
            if (not one.when or one.when & seen) and places(one.said[lang]) <= known.keys()
        )

    return (told(explainer.yours) or (explainer.unknown[lang],)) + told(explainer.context)


def tell_cause(cause: Cause, finding: Mapping[str, Any] | None, lang: str) -> Explanation:
    """Write what a cause is; with a finding, also what speaks for it there."""
    said: tuple[str, ...] = ()
    if finding is not None:
        evidence = facts(finding, lang).get(f"evidence_{cause.name}")
        said = (str(evidence) if evidence is not None else Words(lang).word("explain.cause_unseen"),)
    return Explanation(cause.name, "cause", lang, cause.title[lang], cause.text(lang), yours=said)
