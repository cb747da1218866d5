"""What can be done on the page in a real browser: hover, keys, finger, going closer, listening; and without script."""

import re

import pytest
from playwright.sync_api import Browser
from tests.report.browsing import CHROMIUM, LANGUAGES, noting, opened
from tests.report.conftest import Written

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hover_tells_the_post(browser: Browser, files: Written, lang: str) -> None:
    """The nearest post says when, what and how much; away from all posts nothing is said."""
    page, noted = opened(browser, files[f"fever_{lang}"], 1280)
    point = page.locator("svg.posts .point").nth(60)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    tip = page.locator(".chart .tip").first

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    told = tip.inner_text()
    page.mouse.move(2, 2)
    hidden = tip.is_hidden()
    page.context.close()

    assert "likes" in told.lower()
    assert {"de": "üblich", "en": "usual"}[lang] in told
    assert hidden
    assert noted == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_by_keyboard_alone(browser: Browser, files: Written, lang: str) -> None:
    """Tab reaches all that can be done, arrows go from post to post, plus goes closer, Enter opens what is folded."""
    page, noted = opened(browser, files[f"fever_{lang}"], 1280)
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
        if seen[-1] == "scroller":
            break
    page.keyboard.press("End")
    last = page.locator(".tip").first.inner_text()
    page.keyboard.press("ArrowLeft")
    before = page.locator(".tip").first.inner_text()
    said = page.locator("[role=status]").first.text_content()
    page.keyboard.press("+")
    wide = page.evaluate(
        "document.querySelector('svg.posts').clientWidth / document.querySelector('.scroller').clientWidth"
    )
    page.keyboard.press("Escape")
    hidden = page.locator(".tip").first.is_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    opened_table = page.locator("details[open] tbody tr").first.is_visible()
    page.context.close()

    assert seen[0] == "skip"
    assert seen[-1] == "scroller"
    assert last != before == said
    assert wide == pytest.approx(2, abs=0.05)
    assert hidden
    assert opened_table
    assert noted == []


def test_enter_opens_the_post(browser: Browser, files: Written) -> None:
    """With a post chosen by the arrow keys, Enter goes where the post is."""
    page, _ = opened(browser, files["fever_de"], 1280)
    wanted: list[str] = []
    page.route("https://example.org/**", lambda route: noting(route, wanted))
    page.locator(".scroller").first.focus()

    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    page.context.close()

    assert wanted == ["https://example.org/p/1"]


def test_a_finger_asks_before_it_opens(browser: Browser, files: Written) -> None:
    """The first touch tells the post, only a second one on the same post opens it."""
    page, _ = opened(browser, files["fever_de"], 360, has_touch=True)
    wanted: list[str] = []
    page.route("https://example.org/**", lambda route: noting(route, wanted))
    point = page.locator("svg.posts .point.viral").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.touchscreen.tap(x, y)
    told, after_one = page.locator(".tip").first.inner_text(), list(wanted)
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(200)
    page.context.close()

    assert "Likes" in told
    assert after_one == []
    assert len(wanted) == 1


def test_zoom_goes_closer_and_back(browser: Browser, files: Written) -> None:
    """The buttons make the picture wider within its frame, never the page, and back again."""
    page, noted = opened(browser, files["ten_thousand_de"], 360)
    buttons = page.locator(".zoom").first.locator("button")

    def share() -> float:
        return float(
            page.evaluate(
                "document.querySelector('svg.posts').clientWidth / document.querySelector('.scroller').clientWidth"
            )
        )

    buttons.nth(0).click()
    buttons.nth(0).click()
    near, page_width = share(), page.evaluate("document.documentElement.scrollWidth")
    latest = page.evaluate(
        "(s => s.scrollLeft + s.clientWidth >= s.scrollWidth - 2)(document.querySelector('.scroller'))"
    )
    buttons.nth(2).click()
    whole = share()
    page.context.close()

    assert near == pytest.approx(4, abs=0.05)
    assert page_width <= 360
    assert latest
    assert whole == pytest.approx(1, abs=0.01)
    assert noted == []


VOICE = """() => {
    window.said = [];
    class Said { constructor(text) { this.text = text; } }
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Said });
    Object.defineProperty(window, 'speechSynthesis', { value: {
        getVoices: () => ['de-DE', 'en-GB'].map((lang) => ({ lang, localService: true })),
        cancel: () => { window.stopped = true; },
        speak: (said) => window.said.push(said.text + '|' + said.lang) } });
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_button_reads_aloud(browser: Browser, files: Written, lang: str) -> None:
    """The button says the spoken version, sentence by sentence in the page's language, and stops when pressed again."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(f"({VOICE})()")  # this browser has no voice; what it is given to say is noted
    page = context.new_page()
    page.goto(files[f"fever_{lang}"].as_uri())
    button = page.locator(".listen button")

    silent = page.evaluate("said.length")
    button.click()
    said, pressed, stops = page.evaluate("said"), button.get_attribute("aria-pressed"), button.inner_text()
    button.click()
    released = button.get_attribute("aria-pressed")
    context.close()

    assert silent == 0
    assert len(said) > 8
    assert all(line.endswith(f"|{lang}") for line in said)
    assert not re.search(r"\d|%|null", " ".join(said))
    assert (pressed, stops, released) == ("true", {"de": "Anhalten", "en": "Stop"}[lang], "false")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_script_everything_is_there(browser: Browser, files: Written, lang: str) -> None:
    """With script switched off, points keep their titles, tables can be opened, and no button leads nowhere."""
    page, _ = opened(browser, files[f"fever_{lang}"], 1280, java_script_enabled=False)

    titles = page.locator("svg.posts .point title").count()
    page.locator("summary", has_text={"de": "Als Tabelle", "en": "As a table"}[lang]).first.click()
    row = page.locator("details[open] tbody tr").first.is_visible()
    buttons = [button for button in page.locator("button").all() if button.is_visible()]
    page.context.close()

    assert titles >= 104
    assert row
    assert buttons == []


def test_marks_stand_where_the_axis_says(browser: Browser, files: Written) -> None:
    """In a dense picture too, the last posts stand at the right end of their chart, not where a scaling moved them."""
    page, _ = opened(browser, files["ten_thousand_de"], 1440)
    ends = page.evaluate(
        """() => {
            const chart = document.querySelector("svg.posts").getBoundingClientRect();
            const marks = [...document.querySelectorAll("svg.posts use.point")].map(m => m.getBoundingClientRect());
            const middles = marks.map(m => (m.left + m.width / 2 - chart.left) / chart.width);
            return [Math.min(...middles), Math.max(...middles)];
        }"""
    )
    page.context.close()

    assert ends[0] < 0.05
    assert ends[1] > 0.95
