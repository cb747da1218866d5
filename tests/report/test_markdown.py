"""The finding as Markdown."""

import itertools
import re

import pytest
from tests.report import samples

from fieber.report.markdown import escape, to_markdown

EVERY = samples.every()


@pytest.mark.parametrize(("name", "lang"), list(itertools.product(EVERY, ("de", "en"))))
def test_tables_are_whole(name: str, lang: str) -> None:
    """Each row of a table has as many cells as its head."""
    tables = [block.splitlines() for block in to_markdown(EVERY[name], lang).split("\n\n") if block.startswith("|")]

    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table}) == 1


def test_it_tells_everything() -> None:
    """Answer, reason, step, values, causes, method, coverage and faults are there."""
    text = to_markdown(EVERY["C"], "de")

    for part in ("**Dein Account hat Fieber. 39,0\N{NO-BREAK SPACE}°C**", "**Was du tun kannst:**", "## Alle Werte"):
        assert part in text
    for part in ("| Likes |", "## Woran es liegen könnte", "## So messe ich", "Datum nicht lesbar", "posted\\_at"):
        assert part in text


def test_names_are_only_text() -> None:
    """No markup of a name survives: neither HTML nor links nor emphasis."""
    text = to_markdown(EVERY["hostile"], "en")

    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert "\x1b" not in text


def test_escape() -> None:
    """What Markdown would read is read as itself."""
    assert escape("a_b*c|d") == r"a\_b\*c\|d"
