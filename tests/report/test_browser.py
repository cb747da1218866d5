"""The page in a real browser: no error, no request, no sideways scroll; readable by all, dark, print."""

import itertools
import re

import pytest
from playwright.sync_api import Browser
from tests.report.browsing import AXE, CHROMIUM, LANGUAGES, PAGES, opened, unfold
from tests.report.conftest import Written

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
NARROW = (*(name for name in PAGES if name.endswith("_de") and name != "few_posts_de"), "fever_en", "healthy_en")
EVERY_WIDTH = ("fever_de", "fever_en", "hostile_de")
in_both_languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.mark.parametrize(
    ("name", "width"), [*itertools.product(NARROW, (360,)), *itertools.product(EVERY_WIDTH, (768, 1440))]
)
def test_it_is_quiet_and_fits(browser: Browser, files: Written, name: str, width: int) -> None:
    """At each width, with all that is folded opened, nothing scrolls sideways, complains or asks for anything."""
    page, noted = opened(browser, files[name], width)
    unfold(page)

    widest = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert widest <= width
    assert noted == []


@pytest.mark.parametrize("width", [360, 768])
@pytest.mark.parametrize("name", ["fever_de", "fever_en", "healthy_en", "unknown_de"])
def test_text_of_twice_the_size_fits(browser: Browser, files: Written, name: str, width: int) -> None:
    """With text zoomed to 200 % nothing scrolls sideways, and no words are cut off; on a phone neither."""
    page, _ = opened(browser, files[name], width)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    unfold(page)

    widest = page.evaluate("document.documentElement.scrollWidth")
    cut = page.evaluate(
        """[...document.querySelectorAll('p, h1, h2, h3, figcaption, li, summary, button')]
            .filter(part => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
            .filter(part => getComputedStyle(part).overflowX !== 'visible').map(part => part.textContent)"""
    )
    page.context.close()

    assert widest <= width
    assert cut == []


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("few_posts_de", "light"), ("few_posts_en", "dark"), ("distress_de", "light"), ("one_post_en", "dark")],
)
def test_axe_finds_nothing(browser: Browser, files: Written, name: str, scheme: str) -> None:
    """The rules of axe-core, those for WCAG 2.2 AA and for good practice, find no violation, all folded parts open."""
    page, _ = opened(browser, files[name], 1280, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    unfold(page)
    page.add_script_tag(path=AXE)

    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    page.context.close()

    broken = [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found["violations"]]
    assert len(found["passes"]) > 20
    assert broken == []


@in_both_languages
@pytest.mark.parametrize("width", [360, 1440])
def test_the_answer_is_on_the_first_screen(browser: Browser, files: Written, width: int, lang: str) -> None:
    """The answer, the temperature, one thermometer and the loss are seen without scrolling, on a phone too."""
    page, _ = opened(browser, files[f"fever_{lang}"], width)

    bottoms = [page.locator(part).bounding_box() for part in ("h1", ".reading", ".loss")]
    thermometers = [part.bounding_box() for part in page.locator(".upright, .lying").all() if part.is_visible()]
    page.context.close()

    assert len(thermometers) == 1
    for box in [*bottoms, *thermometers]:
        assert box is not None
        assert box["y"] + box["height"] <= 800


@pytest.mark.parametrize(
    ("name", "width"),
    [("fever_de", 360), ("fever_en", 360), ("fever_de", 1440), ("healthy_de", 360), ("healthy_en", 360)],
)
def test_words_in_pictures_do_not_touch(browser: Browser, files: Written, name: str, width: int) -> None:
    """No two labels of a picture lie on each other, on a phone too."""
    page, _ = opened(browser, files[name], width)
    unfold(page)

    touching = page.evaluate(
        """() => [...document.querySelectorAll('main svg')].flatMap(svg => {
            const labels = [...svg.querySelectorAll('text')].filter(label => label.checkVisibility());
            const boxes = labels.map(label => label.getBoundingClientRect());
            return labels.flatMap((one, i) => labels.slice(i + 1).filter((_, j) => {
                const [a, b] = [boxes[i], boxes[i + 1 + j]];
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                return wide > 2 && high > 5;
            }).map(other => one.textContent + ' / ' + other.textContent));
        })"""
    )
    page.context.close()

    assert touching == []


def test_dark_is_dark(browser: Browser, files: Written) -> None:
    """Who prefers dark gets a dark page, others a light one."""
    grounds = {}
    for scheme in ("light", "dark"):
        page, _ = opened(browser, files["healthy_en"], 768, color_scheme=scheme)
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.context.close()

    assert grounds == {"light": "rgb(251, 250, 246)", "dark": "rgb(18, 25, 27)"}


def test_the_mercury_stands_still_for_who_asks(browser: Browser, files: Written) -> None:
    """With reduced motion there is no animation, else there is one."""
    running = {}
    for wish in ("reduce", "no-preference"):
        page, _ = opened(browser, files["fever_de"], 1280, reduced_motion=wish)
        running[wish] = page.evaluate("getComputedStyle(document.querySelector('.upright .rise')).animationName")
        page.context.close()

    assert running == {"reduce": "none", "no-preference": "rise"}


@pytest.mark.parametrize(("name", "pages"), [("fever_de", 6), ("fever_en", 6), ("unknown_de", 3)])
def test_it_prints(browser: Browser, files: Written, name: str, pages: int) -> None:
    """The page becomes a PDF of a few sheets, in light colours, even for who prefers dark, without any button."""
    page, noted = opened(browser, files[name], 1280, color_scheme="dark")

    pdf = page.pdf(format="A4")
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    buttons = [button for button in page.locator("button").all() if button.is_visible()]
    page.context.close()

    assert pdf.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type /Page\b", pdf)) <= pages
    assert ground == "rgb(255, 255, 255)"
    assert buttons == []
    assert noted == []
