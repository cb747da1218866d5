"""What a roster says on a terminal: a table in which every account has one line, however narrow the screen."""

from __future__ import annotations

import pytest

from fieber.model.roster import RosterTotals
from fieber.report.roster_text import roster_text, wide
from fieber.report.terminal import Screen

FINDINGS = ("not_in_data", "everyone", "yours", "both", "real", "counter", "cannot_say")
METRICS = ("likes", "comments", "shares", "saves", "views", "reach", "engagement_per_reach")
NAMES = (
    "studio_x",
    "familie_mueller_auf_reisen_offiziell",
    "日本の料理チャンネル公式の長い名前です",
    "נועה כהן",
    "k",
    "=1+1",
    "é" * 40,
)
TOTALS = RosterTotals(
    accounts=60, counts={"fever": 7}, judged=60, fevers=7, expected_fevers=1.1, slow=0, stand_out=(), in_full=7
)


def table_of(lang: str, columns: int) -> list[str]:
    rows = [
        {"account": name, "temperature": 42.0, "metric": metric, "finding": finding}
        | {"change_percent": -100.0, "change_low": -100.0, "change_high": 100.0}
        for name, metric, finding in zip(NAMES, METRICS, FINDINGS, strict=True)
    ]
    text = roster_text(TOTALS, rows, lang, Screen(columns, "utf-8", colour=False), faults=0, where="results")
    return text.split("\n\n")[1].split("\n")


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("columns", [80, 120])
def test_every_account_has_one_line(lang: str, columns: int) -> None:
    """The longest names, values and findings fit beside each other at 80 columns, in both languages."""
    lines = table_of(lang, columns)

    assert len(lines) == 1 + len(NAMES)
    assert max(map(wide, lines)) <= columns
    assert all(line.strip() for line in lines)


def test_columns_stand_below_each_other() -> None:
    """Letters that take two columns push nothing to the side."""
    lines = table_of("en", 120)

    starts = {wide(line[: line.index("°C")]) for line in lines[1:]}
    assert len(starts) == 1
