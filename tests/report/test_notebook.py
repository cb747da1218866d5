"""A finding in a notebook: one element, its own style, nothing that reaches out of it."""

import re
from html.parser import HTMLParser

import pytest
from tests.report import samples

from fieber.api import Checkup
from fieber.report.notebook import STYLE, TONES, to_notebook
from fieber.report.words import Words

EVERY = samples.every()


class Elements(HTMLParser):
    """Notes which elements are open at the same time, and what stands at the top."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.top: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        """Note an element that opens."""
        if not self.open:
            self.top.append(tag)
        if tag not in {"path", "rect", "circle"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note that it closes, in order."""
        if tag in self.open:
            assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_it_is_one_closed_element(name: str, lang: str) -> None:
    """Each finding is one element, closed, without script, link, frame or address."""
    html = to_notebook(EVERY[name], lang)
    elements = Elements()
    elements.feed(html)

    assert (elements.top, elements.open) == (["div"], [])
    assert not re.search(r"<(script|link|iframe|img|object|base)\b|https?://|@import|url\(", html.replace(STYLE, ""))
    assert Words(lang).word("section.next") in html


def test_its_style_stays_its_own() -> None:
    """Every rule is of the element's own class, so nothing else in the notebook changes."""
    rules = [rule.strip() for rule in re.findall(r"([^{}]+)\{", STYLE)]

    assert rules
    assert [rule for rule in rules if not rule.startswith(".fieber-nb")] == []


def contrast(colour: str, paper: str) -> float:
    def light(code: str) -> float:
        parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    first, second = sorted((light(colour), light(paper)), reverse=True)
    return (first + 0.05) / (second + 0.05)


@pytest.mark.parametrize("paper", ["#ffffff", "#111111", "#1e1e1e"])
@pytest.mark.parametrize("verdict", TONES)
def test_its_tones_are_seen_on_both_papers(verdict: str, paper: str) -> None:
    """The mercury stands out by 3 to 1 on white and on the dark papers of Jupyter and VS Code (WCAG 1.4.11)."""
    assert contrast(TONES[verdict], paper) >= 3


def test_names_are_escaped() -> None:
    """An account whose name is a script is a name."""
    assert "<script>" not in to_notebook(EVERY["hostile"], "de")


def test_a_list_of_check_ups_is_short() -> None:
    """Where a notebook shows several accounts as a list, each is one line: who, how warm, and whose it is."""
    shown = repr([Checkup(EVERY[name], "de") for name in "CE"])

    assert shown == "[<Checkup 'anna': fever, 39.0, yours>, <Checkup 'anna': unknown, None, cannot_say>]"
