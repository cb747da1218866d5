"""What a cause is: its words in both languages, and how it weighs itself against one account's record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from fieber.model.text import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieber.causes._examination import Examination

Ladder = Literal["observed", "associated", "causal"]
LANGUAGES = ("de", "en")
PARTS = {
    "en": ("What it looks like", "Why it happens", "What would refute it", "Example", "Sources"),
    "de": ("Woran man es sieht", "Warum es passiert", "Was dagegen spräche", "Beispiel", "Quellen"),
}
LOUDNESS = 8.0  # log odds up to which evidence counts almost in full; beyond it models are wrong first


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for a cause, before the others are heard.

    log_odds: log of how much better this cause explains the record than chance does; 0 says nothing, 3 is 20 times.
    values: for the places in the cause's sentences. uses: names of what it explains ("likes", "reach_others", "pace");
    two causes that use the same are rivals, others may be at work together. ladder: "causal" only with a design that
    names its comparison. evidence: by language, where the cause's own sentence does not say what was seen here.
    """

    log_odds: float
    values: Mapping[str, Any] = field(default_factory=dict)
    uses: frozenset[str] = frozenset({"likes"})
    ladder: Ladder = "observed"
    evidence: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """Why a cause cannot be weighed: a code, and the sentence by language where the code is not of the catalogue."""

    reason: str
    said: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that can be behind what a person sees in their numbers; a file of this folder ends in one.

    name: as in the contract. title, evidence, refuted_by: by language ("de", "en"); places `{like_this}` are filled
    from `Weighed.values`. english: the module's docstring; german: its twin. Both hold the five parts of `PARTS` as
    headings. weighs: gives what speaks for it in one account's record, or why nothing can be said.
    """

    name: str
    title: Mapping[str, str]
    evidence: Mapping[str, str]
    refuted_by: Mapping[str, str]
    english: str
    german: str
    weighs: Callable[[Examination], Weighed | Silent]

    def text(self, lang: str) -> str:
        """Give the text about this cause in Markdown, "de" or "en", with its five headings."""
        return (self.german if lang == "de" else self.english).strip()

    def weigh(self, examination: Examination) -> Weighed | Silent:
        """Hold this cause against one account's record."""
        return self.weighs(examination)

    def sentence(self, part: Literal["title", "evidence", "refuted_by"], values: Mapping[str, Any]) -> Message:
        """Give one of its sentences as a message that brings its own words."""
        said = {"title": self.title, "evidence": self.evidence, "refuted_by": self.refuted_by}[part]
        return Message(f"cause.{self.name}.{part}", values, said)
