"""The page in a real browser: no error, no request, no sideways scroll; hover, keys, zoom, voice, dark, print."""

import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright
from tests.report import parts, samples

from fieber.model.diagnosis import Diagnosis
from fieber.model.surroundings import Weather
from fieber.report.html import page_for_many, to_html

CHROMIUM = shutil.which("chromium")
AXE = Path(str(files_of("axe_playwright_python") / "axe.min.js"))  # axe-core as that package brings it
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


def named(name: str) -> Diagnosis:
    """A fever whose account has this name, on a platform that nobody knows, told by its own name too."""
    base = samples.sample_c()
    return replace(base, account=name, platform=name[:30], claims=(replace(base.claims[0], text=f"{name}?"),))


def in_weather() -> Diagnosis:
    """A fever beside the weather of others."""
    weather = Weather(-6.0, -9.0, -3.0, 212, metric="likes", since=datetime(2025, 3, 9, tzinfo=UTC))
    return replace(samples.sample_c(), weather=weather)


def of_few_posts() -> Diagnosis:
    """The same with 40 posts: axe-core looks at every cell of every table."""
    base = in_weather()
    normal = base.vitals[0].normal
    assert normal is not None
    few = parts.trace(40, normal, last=10, since=datetime(2025, 3, 9, tzinfo=UTC), fall=0.56)
    return replace(base, traces=(few,), looks=base.looks[-10:])


PAGES = {
    "fever_de": lambda: to_html(in_weather(), "de"),
    "healthy_en": lambda: to_html(samples.sample_a(), "en"),
    "unknown_de": lambda: to_html(samples.sample_e(), "de"),
    "one_post_en": lambda: to_html(samples.one_post(), "en"),
    "undated_de": lambda: to_html(samples.undated(), "de"),
    "hostile_de": lambda: to_html(samples.hostile(), "de"),
    "rtl_en": lambda: to_html(
        named("\u05e2\u05d3\u05d9 \u05d4\u05dc\u05dc \u0639\u0631\u0628\u064a \U0001f469\u200d\U0001f4bb"), "en"
    ),
    "long_de": lambda: to_html(named("donaudampfschifffahrtsgesellschaft" * 3), "de"),
    "ten_thousand_de": lambda: to_html(samples.account_of(10_000), "de"),
    "few_posts_de": lambda: to_html(of_few_posts(), "de"),
    "two_accounts_en": lambda: page_for_many([of_few_posts(), samples.sample_e()], "en"),
    "many_en": lambda: page_for_many(list(samples.every().values()), "en"),
}
NARROW = tuple(name for name in PAGES if name not in {"few_posts_de", "two_accounts_en"})
EVERY_WIDTH = ("fever_de", "hostile_de")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in written.items():
        path.write_text(PAGES[name](), encoding="utf-8")
    return written


def opened(browser: Browser, path: Path, width: int, **settings: Any) -> tuple[Page, list[str]]:
    """Open a page; what it complains about or asks for is noted in the list."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
    page = context.new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("request", lambda request: noted.append(request.url) if request.url != path.as_uri() else None)
    page.on("dialog", lambda dialog: noted.append(dialog.message))
    page.goto(path.as_uri())
    return page, noted


def noting(route: Route, wanted: list[str]) -> None:
    """Note where a page wants to go, and do not let it."""
    wanted.append(route.request.url)
    route.abort()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


@pytest.mark.parametrize(
    ("name", "width"), [*itertools.product(NARROW, (360,)), *itertools.product(EVERY_WIDTH, (768, 1440))]
)
def test_it_is_quiet_and_fits(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
    """At each width, with all that is folded opened, nothing scrolls sideways, complains or asks for anything."""
    page, noted = opened(browser, files[name], width)
    unfold(page)

    widest = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert widest <= width
    assert noted == []


@pytest.mark.parametrize("name", ["fever_de", "healthy_en", "unknown_de", "two_accounts_en"])
def test_text_of_twice_the_size_fits(browser: Browser, files: dict[str, Path], name: str) -> None:
    """With text zoomed to 200 % nothing scrolls sideways, and no words are cut off."""
    page, _ = opened(browser, files[name], 768)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    unfold(page)

    widest = page.evaluate("document.documentElement.scrollWidth")
    cut = page.evaluate(
        """[...document.querySelectorAll('p, h1, h2, h3, figcaption, li, summary, button')]
            .filter(part => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
            .filter(part => getComputedStyle(part).overflowX !== 'visible').map(part => part.textContent)"""
    )
    page.context.close()

    assert widest <= 768
    assert cut == []


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("few_posts_de", "light"), ("few_posts_de", "dark"), ("two_accounts_en", "light"), ("one_post_en", "dark")],
)
def test_axe_finds_nothing(browser: Browser, files: dict[str, Path], name: str, scheme: str) -> None:
    """The rules of axe-core, those for WCAG 2.2 AA and for good practice, find no violation, all folded parts open."""
    page, _ = opened(browser, files[name], 1280, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    unfold(page)
    page.add_script_tag(path=AXE)

    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    page.context.close()

    broken = [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found["violations"]]
    assert len(found["passes"]) > 20
    assert broken == []


@pytest.mark.parametrize("width", [360, 1440])
def test_the_answer_is_on_the_first_screen(browser: Browser, files: dict[str, Path], width: int) -> None:
    """The answer, the temperature, one thermometer and the loss are seen without scrolling, on a phone too."""
    page, _ = opened(browser, files["fever_de"], width)

    bottoms = [page.locator(part).bounding_box() for part in ("h1", ".reading", ".loss")]
    thermometers = [part.bounding_box() for part in page.locator(".upright, .lying").all() if part.is_visible()]
    page.context.close()

    assert len(thermometers) == 1
    for box in [*bottoms, *thermometers]:
        assert box is not None
        assert box["y"] + box["height"] <= 800


@pytest.mark.parametrize(("name", "width"), [("fever_de", 360), ("fever_de", 1440), ("healthy_en", 360)])
def test_words_in_pictures_do_not_touch(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
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


def test_hover_tells_the_post(browser: Browser, files: dict[str, Path]) -> None:
    """The nearest post says when, what and how much; away from all posts nothing is said."""
    page, noted = opened(browser, files["fever_de"], 1280)
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

    assert "Likes" in told
    assert "üblich" in told
    assert hidden
    assert noted == []


def test_by_keyboard_alone(browser: Browser, files: dict[str, Path]) -> None:
    """Tab reaches all that can be done, arrows go from post to post, plus goes closer, Enter opens what is folded."""
    page, noted = opened(browser, files["fever_de"], 1280)
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


def test_enter_opens_the_post(browser: Browser, files: dict[str, Path]) -> None:
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


def test_a_finger_asks_before_it_opens(browser: Browser, files: dict[str, Path]) -> None:
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


def test_zoom_goes_closer_and_back(browser: Browser, files: dict[str, Path]) -> None:
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
        getVoices: () => [{ lang: 'de-DE', localService: true }], cancel: () => { window.stopped = true; },
        speak: (said) => window.said.push(said.text + '|' + said.lang) } });
}"""


def test_the_button_reads_aloud(browser: Browser, files: dict[str, Path]) -> None:
    """The button says the spoken version, sentence by sentence in the page's language, and stops when pressed again."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(f"({VOICE})()")  # this browser has no voice; what it is given to say is noted
    page = context.new_page()
    page.goto(files["fever_de"].as_uri())
    button = page.locator(".listen button")

    silent = page.evaluate("said.length")
    button.click()
    said, pressed, stops = page.evaluate("said"), button.get_attribute("aria-pressed"), button.inner_text()
    button.click()
    released = button.get_attribute("aria-pressed")
    context.close()

    assert silent == 0
    assert len(said) > 8
    assert all(line.endswith("|de") for line in said)
    assert not re.search(r"\d|%|null", " ".join(said).removesuffix("|de"))
    assert (pressed, stops, released) == ("true", "Anhalten", "false")


def test_without_script_everything_is_there(browser: Browser, files: dict[str, Path]) -> None:
    """With script switched off, points keep their titles, tables can be opened, and no button leads nowhere."""
    page, _ = opened(browser, files["fever_de"], 1280, java_script_enabled=False)

    titles = page.locator("svg.posts .point title").count()
    page.locator("summary", has_text="Als Tabelle").first.click()
    row = page.locator("details[open] tbody tr").first.is_visible()
    buttons = [button for button in page.locator("button").all() if button.is_visible()]
    page.context.close()

    assert titles >= 104
    assert row
    assert buttons == []


def test_a_link_into_a_folded_account_opens_it(browser: Browser, files: dict[str, Path]) -> None:
    """Several accounts are folded to lines; an address that names one opens it, without script too."""
    page, _ = opened(browser, files["many_en"], 1280, java_script_enabled=False)
    folded = page.locator("#a2 h2").first.is_visible()

    page.goto(f"{files['many_en'].as_uri()}#a2")
    shown = page.locator("#a2 h2").first.is_visible()
    page.context.close()

    assert not folded
    assert shown


def test_dark_is_dark(browser: Browser, files: dict[str, Path]) -> None:
    """Who prefers dark gets a dark page, others a light one."""
    grounds = {}
    for scheme in ("light", "dark"):
        page, _ = opened(browser, files["healthy_en"], 768, color_scheme=scheme)
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.context.close()

    assert grounds == {"light": "rgb(251, 250, 246)", "dark": "rgb(18, 25, 27)"}


def test_the_mercury_stands_still_for_who_asks(browser: Browser, files: dict[str, Path]) -> None:
    """With reduced motion there is no animation, else there is one."""
    running = {}
    for wish in ("reduce", "no-preference"):
        page, _ = opened(browser, files["fever_de"], 1280, reduced_motion=wish)
        running[wish] = page.evaluate("getComputedStyle(document.querySelector('.upright .rise')).animationName")
        page.context.close()

    assert running == {"reduce": "none", "no-preference": "rise"}


@pytest.mark.parametrize(("name", "pages"), [("fever_de", 6), ("unknown_de", 3)])
def test_it_prints(browser: Browser, files: dict[str, Path], name: str, pages: int) -> None:
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


def test_folded_accounts_are_whole_on_paper(browser: Browser, files: dict[str, Path]) -> None:
    """On paper every account of several is there, although the screen folds it."""
    page, _ = opened(browser, files["many_en"], 1280)

    page.emulate_media(media="print")
    heights = page.evaluate(
        "[...document.querySelectorAll('article')].map(part => part.getBoundingClientRect().height)"
    )
    page.context.close()

    assert min(heights) > 100


def test_marks_stand_where_the_axis_says(browser: Browser, files: dict[str, Path]) -> None:
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
