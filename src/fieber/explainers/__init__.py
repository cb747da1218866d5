"""Answers to the sentences that are said again and again: one TOML file each, in both languages, with its sources.

`explain` gives one, filled from an account's own numbers; `fitting` says which belong to a finding. Causes, and the
rights of a person who is restricted, can be asked for in the same way.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from fieber.advice.rights import letter, rights
from fieber.api import Checkup, check_lang
from fieber.causes import causes
from fieber.complaint import understand
from fieber.errors import UsageError
from fieber.explainers._facts import main_vital, marks
from fieber.explainers._text import Explainer, Source, Yours, read_explainer
from fieber.explainers._told import Explanation, tell_cause, tell_explainer
from fieber.model.text import Message
from fieber.report.contract import to_contract
from fieber.report.help_lines import help_lines
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieber.api import Lang

LANGUAGES: tuple[Lang, ...] = ("de", "en")
RESTRICTION = "restriction"
MOST_NEAR = 3

__all__ = [
    "Explainer",
    "Explanation",
    "Source",
    "Yours",
    "explain",
    "explainers",
    "explanations",
    "fitting",
    "main_vital",
    "read_explainer",
    "tell_explainer",
    "topic",
]


@cache
def explainers() -> tuple[Explainer, ...]:
    """Give all explainers by name.

    Raises:
        ValueError: one has the name of a cause, or something is missing in it.
    """
    found = [
        read_explainer(PurePath(file.name).stem, file.read_text(encoding="utf-8"))
        for file in files(__package__).iterdir()
        if file.name.endswith(".toml") and not file.name.startswith("_")
    ]
    taken = {cause.name for cause in causes()} & {one.name for one in found}
    if taken:
        message = f"explainers and causes never share a name: {', '.join(sorted(taken))}"
        raise ValueError(message)
    return tuple(sorted(found, key=lambda one: one.name))


def explain(name: str, finding: Checkup | Mapping[str, Any] | None = None, *, lang: Lang | None = None) -> Explanation:
    """Explain one thing: an explainer ("shadowban"), a cause ("noise"), or "restriction".

    Args:
        name: as `explanations` lists it; hyphens, blanks and capitals do not matter, and a question will do in which
            one is asked for ("am I shadowbanned?"). A question that speaks of the person's own distress is answered
            with where to find somebody to talk to, and with nothing else.
        finding: a check-up, or the object that its `to_dict` gave, for the account's own numbers.
        lang: "de" or "en"; if not given, that of the finding, else English.

    Raises:
        UsageError: there is no such thing; the message names those that are near.
    """
    spoken = check_lang(lang or _language_of(finding))
    if " " in name.strip() and any(claim["kind"] == "distress" for claim in understand(name)):
        return _somebody_to_talk_to(spoken)
    told = to_contract(finding.diagnosis, spoken) if isinstance(finding, Checkup) else finding
    wanted = topic(name)
    explainer = next((one for one in explainers() if one.name == wanted), None)
    if explainer is not None:
        return tell_explainer(explainer, told, spoken)
    cause = next((one for one in causes() if one.name == wanted), None)
    return _restriction(spoken) if cause is None else tell_cause(cause, told, spoken)


def explanations(lang: Lang) -> tuple[Explanation, ...]:
    """Give everything that can be explained, by name, without any account's numbers."""
    every = [tell_explainer(one, None, lang) for one in explainers()]
    every += [*(tell_cause(cause, None, lang) for cause in causes()), _restriction(lang)]
    return tuple(sorted(every, key=lambda one: one.name))


def fitting(finding: Mapping[str, Any], among: Sequence[Explainer] | None = None) -> tuple[str, ...]:
    """Give the names of the explainers that fit a finding (the contract's object), the plainest first.

    Args:
        finding: what `Checkup.to_dict` gives. among: those to choose from, if not all of this package.

    What the person asked for by its name comes first, then what fits their claim, then the causes, then the rest. Where
    a sentence speaks of the person's own distress none fits: that is for a human being.
    """
    if any(claim["kind"] == "distress" for claim in finding["claims"]):
        return ()
    choice = explainers() if among is None else among
    asked = [name for claim in finding["claims"] for name in _asked_for(claim["text"] or "", choice)]
    fits = [one.name for mark in marks(finding) for one in choice if mark in one.about]
    return tuple(dict.fromkeys(asked + fits))


def topic(told: str) -> str:
    """Give the name of what is asked for.

    Raises:
        UsageError: nothing has this name, and no phrase of it is known; the message lists those that are near.
    """
    titles = {one.title.casefold(): one.name for lang in LANGUAGES for one in explanations(lang)}
    known = {one.name for one in explanations("en")}
    name = "_".join(told.casefold().replace("-", " ").replace("_", " ").split())
    if name in known:
        return name
    if told.strip().casefold() in titles:
        return titles[told.strip().casefold()]
    asked = _asked_for(told, explainers())
    if asked:
        return asked[0]
    near = [titles.get(match, match) for match in get_close_matches(name, [*known, *titles], MOST_NEAR, 0.5)]
    near += [one for one in sorted(known) if one not in near and name and (name in one or one in name)]
    raise _unknown(told, list(dict.fromkeys(near))[:MOST_NEAR])


def _unknown(told: str, near: list[str]) -> UsageError:
    if not near:
        return UsageError(
            f"explain {told}: nothing of this name can be explained; fieber explain lists everything",
            de=f"explain {told}: Dazu gibt es keine Erklärung; fieber explain zeigt alle",
        )
    listed = ", ".join(near)
    return UsageError(
        f"explain {told}: nothing of this name can be explained; near it: {listed}; fieber explain lists everything",
        de=f"explain {told}: Dazu gibt es keine Erklärung; ähnlich: {listed}; fieber explain zeigt alle",
    )


def _asked_for(text: str, among: Sequence[Explainer]) -> list[str]:
    """Give the explainers of which a phrase stands in the text, the longest phrase first."""
    said = _plain(text)
    found = [
        (-len(phrase), one.name)
        for one in among
        for phrases in one.asked.values()
        for phrase in map(_plain, phrases)
        if re.search(rf"\b{re.escape(phrase)}", said)
    ]
    return list(dict.fromkeys(name for _, name in sorted(found)))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[-_/]", " ", text.casefold()).split())


def _restriction(lang: Lang) -> Explanation:
    """What the law gives a person whose posts are restricted, and below it the letter to copy."""
    words = Words(lang)
    text = f"{rights(lang).strip()}\n\n## {words.word('explain.letter')}\n\n{letter(lang).strip()}"
    return Explanation(RESTRICTION, "right", lang, words.word("explain.restriction"), text)


def _somebody_to_talk_to(lang: Lang) -> Explanation:
    words = Words(lang)
    lines = (Message("claim.distress"), Message("help.intro"), *help_lines(lang))
    return Explanation("help", "help", lang, words.word("explain.help"), "\n\n".join(map(words.say, lines)))


def _language_of(finding: Checkup | Mapping[str, Any] | None) -> str:
    if finding is None:
        return "en"
    return finding.lang if isinstance(finding, Checkup) else finding["lang"]
