"""The colours: readable in light and in dark, for every kind of colour vision."""

import itertools
import re

import pytest

from fieber.report.html import STYLES, TEMPLATES

TOKENS = (TEMPLATES / "tokens.css").read_text(encoding="utf-8")
PAGE = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES if name != "tokens.css")
TONES = ("healthy", "elevated", "fever", "high_fever", "unknown")


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))


LIGHT = colours(TOKENS.split("@media")[0])
DARK = LIGHT | colours(TOKENS.split("@media")[1])


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "link", *TONES])
def test_text_can_be_read(scheme: dict[str, str], name: str) -> None:
    """All text has a contrast of 4.5 to 1 on the page and on the panel."""
    assert contrast(scheme[name], scheme["paper"]) >= 4.5
    assert contrast(scheme[name], scheme["panel"]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        ("post", "paper"),
        ("weather", "paper"),
        ("weather", "band"),
        ("post", "band"),
        ("glass-edge", "glass"),
        ("band-edge", "band"),
        *((tone, "band") for tone in TONES),
    ],
)
def test_marks_can_be_seen(scheme: dict[str, str], mark: str, ground: str) -> None:
    """What carries meaning in a picture has a contrast of about 3 to 1 on what it lies on."""
    assert contrast(scheme[mark], scheme[ground]) >= 2.8


def test_every_colour_is_known_in_the_dark() -> None:
    """Each colour of the light page has its counterpart in the dark one."""
    assert colours(TOKENS.split("@media")[1]).keys() == LIGHT.keys()


def test_the_page_uses_only_colours_that_exist() -> None:
    """No rule names a colour or size that is not among the tokens or set by a verdict."""
    known = set(re.findall(r"--([\w-]+):", TOKENS)) | {"tone"}

    assert set(re.findall(r"var\(--([\w-]+)\)", PAGE)) <= known


def test_tokens_are_the_one_place() -> None:
    """Outside the tokens no rule has a colour of its own, but for paper, where all colours are set anew."""
    before_paper = PAGE.split("@media print")[0]

    assert re.findall(r"#[0-9a-f]{3,6}\b|rgb\(", before_paper) == []


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_verdicts_differ_for_the_colour_blind(scheme: dict[str, str]) -> None:
    """No fever and fever differ in more than red and green: seen by someone without red cones they are apart.

    Simulation of protanopia: Viénot, Brettel & Mollon 1999, Color Research & Application 24, 243-252.
    """
    seen = {tone: protanopia(scheme[tone]) for tone in ("healthy", "fever", "high_fever")}

    for one, other in itertools.combinations(seen.values(), 2):
        if one is not seen["fever"] or other is not seen["high_fever"]:
            assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.15


def protanopia(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    yellow = 0.11238 * red + 0.88762 * green
    return (yellow, yellow, 0.00401 * red - 0.00401 * green + blue)


@pytest.mark.parametrize("part", ["prefers-reduced-motion", "@media print", "max-width", ":focus-visible"])
def test_the_page_knows_its_readers(part: str) -> None:
    """Less motion, paper, narrow screens and keyboards are provided for."""
    assert part in PAGE


def test_motion_only_where_it_is_wanted() -> None:
    """The one animation is inside the rule for those who did not ask for less."""
    outside = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n\}\n", "", PAGE, flags=re.DOTALL)

    assert "animation:" not in outside.replace("animation: none", "")
