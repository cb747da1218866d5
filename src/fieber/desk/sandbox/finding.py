"""A check-up as the desk keeps it: a few facts for lists, and the page in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.api import each_checkup, read
from fieber.desk.sandbox.draft import draft, followers_of
from fieber.errors import UsageError
from fieber.report.compose import compose
from fieber.report.contract import to_contract
from fieber.report.html import article
from fieber.report.sentences import speaks_of_the_person
from fieber.report.spoken import spoken
from fieber.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieber.api import Checkup
    from fieber.model.diagnosis import Diagnosis, Vital

LANGUAGES = ("de", "en")


def findings(paths: Sequence[Path], sentence: str, most_accounts: int) -> list[dict[str, Any]]:
    """Give the finding of each account in these files.

    Raises:
        UnreadableError: nothing in them can be read. UsageError: more accounts than that.
    """
    reading = read(list(paths))
    accounts = reading.posts["account"].n_unique()
    if accounts > most_accounts:
        raise UsageError(
            f"there are {accounts} accounts in this file; give at most {most_accounts} at a time",
            de=f"In dieser Datei sind {accounts} Accounts; gib höchstens {most_accounts} auf einmal",
        )
    found = [finding(checkup) for checkup in each_checkup(reading, complaint=sentence or None)]
    return [one | {"followers": followers_of(reading, one["account"])} for one in found]


def finding(checkup: Checkup) -> dict[str, Any]:
    """Give one check-up as the desk keeps it."""
    diagnosis = checkup.diagnosis
    return {
        "account": diagnosis.account,
        "platform": diagnosis.platform,
        "verdict": diagnosis.verdict,
        "temperature": diagnosis.temperature,
        "is_clear": is_clear(diagnosis),
        "change": _change(diagnosis),
        "pages": {lang: article(diagnosis, lang) for lang in LANGUAGES},
        "spoken": {lang: _spoken(diagnosis, lang) for lang in LANGUAGES},
        "draft": {lang: draft(diagnosis, lang) for lang in LANGUAGES},
        "advice": [given.do.key for given in diagnosis.advice],
        "contract": {lang: to_contract(diagnosis, lang) for lang in LANGUAGES},
        "numbers": {
            "is_about_person": speaks_of_the_person(diagnosis),
            "slow_loss": _slow_loss(diagnosis),
            "vitals": [numbers for vital in diagnosis.vitals if (numbers := _numbers(vital))],
        },
    }


def is_clear(diagnosis: Diagnosis) -> bool:
    """Say whether the finding answers the person: the account could be judged, and so could what they said."""
    is_judged = diagnosis.verdict != "unknown" and diagnosis.finding != "cannot_say"
    is_answered = not diagnosis.claims or any(claim.fear != "unknown" for claim in diagnosis.claims)
    return is_judged and is_answered


def _change(diagnosis: Diagnosis) -> tuple[float, float, float] | None:
    """Give the change of what the finding speaks of, in percent with its interval."""
    change = None if diagnosis.spoken_of is None else diagnosis.spoken_of.change
    return None if change is None else (change.percent, change.low, change.high)


def _spoken(diagnosis: Diagnosis, lang: str) -> str:
    """Give what is read aloud, a paragraph a line."""
    return "\n".join(spoken(compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of)))


def _slow_loss(diagnosis: Diagnosis) -> float | None:
    """Give the percent against a year before, where it must be told beside "no fever"."""
    long_term = None if diagnosis.slow_loss is None else diagnosis.vitals[diagnosis.slow_loss].long_term
    return None if long_term is None else long_term.percent


def _numbers(vital: Vital) -> dict[str, Any]:
    """Give what a letter tells of a vital: recent and usual median, and its change where one is known; else nothing."""
    if vital.kind is not None or vital.recent is None or vital.normal is None:
        return {}
    told = {"metric": vital.metric, "recent": vital.recent.median, "normal": vital.normal.median}
    return told if vital.change is None else told | {"percent": vital.change.percent}
