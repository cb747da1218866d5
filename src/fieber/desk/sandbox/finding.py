"""A check-up as the desk keeps it: a few facts for lists, and the page in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.api import each_checkup, read
from fieber.errors import UsageError
from fieber.report.html import article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieber.api import Checkup

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
    return [finding(checkup) for checkup in each_checkup(reading, complaint=sentence or None)]


def finding(checkup: Checkup) -> dict[str, Any]:
    """Give one check-up as the desk keeps it."""
    diagnosis = checkup.diagnosis
    return {
        "account": diagnosis.account,
        "platform": diagnosis.platform,
        "verdict": diagnosis.verdict,
        "temperature": diagnosis.temperature,
        "pages": {lang: article(diagnosis, lang) for lang in LANGUAGES},
    }
