"""The page of many accounts: what it says, and in a real browser how it is searched, sorted, printed and read aloud."""

import base64
import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.report import samples

from fieber.checkup.roster_summary import summarise
from fieber.model.diagnosis import Diagnosis
from fieber.model.surroundings import RosterWeather, WeatherStrip
from fieber.report.roster_page import MOST_SHOWN, Roster, roster_page

CHROMIUM = shutil.which("chromium")
AXE = Path(str(files_of("axe_playwright_python") / "axe.min.js"))  # axe-core as that package brings it
NAMES = ["נועה כהן", "محمد علي", "lena ✨🙈", "x" * 80, "=1+1", "<img src=x onerror=alert(1)>"]


def several(n: int) -> list[Diagnosis]:
    kinds = list(samples.every().values())
    names = [*NAMES, *(f"konto_{i:04d}" for i in range(n))]
    return [
        replace(kinds[i % len(kinds)], account=names[i], platform=("instagram", "tiktok")[i % 2], claims=())
        for i in range(n)
    ]


def weather() -> RosterWeather:
    weeks = tuple(date(2025, 1, 6) + timedelta(days=7 * week) for week in range(10))

    def strip(kind: str | None, now: tuple[float, float, float] | None) -> WeatherStrip:
        percent, low, high = now or (None, None, None)
        series = (1.0,) * 10
        return WeatherStrip("instagram", kind, "likes", 212, weeks, series, series, series, percent, low, high)

    strips = (strip(None, (-12.0, -18.0, -6.0)), strip("reel", (9.0, 4.0, 15.0)), strip("photo", None))
    return RosterWeather(datetime(2025, 4, 10, tzinfo=UTC), 212, strips, ())


def page_of(diagnoses: list[Diagnosis], lang: str = "de", **more: Any) -> str:
    return roster_page(Roster(diagnoses, summarise(diagnoses), weather(), **more), lang)


def test_it_says_how_many_fevers_chance_would_bring() -> None:
    """Beside the number of fevers stands how many there would be if all were healthy."""
    fevers = [samples.sample_c()] * 9 + [samples.sample_a()] * 408

    page = page_of(fevers)

    assert "Neun Accounts haben Fieber. Etwa acht hätten es auch, wenn alle gesund wären." in page
    assert "Triage" not in page


def test_nobody_has_to_be_called() -> None:
    """Without a fever it says so, and that chance would hardly bring one among so few."""
    page = page_of([samples.sample_a()] * 3, "en")

    assert "No account has a fever. Among so few, hardly one would have one by chance." in page
    assert "You need not call anybody." in page


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_account_is_in_the_list_and_in_the_file(lang: str) -> None:
    """The list and the CSV in the page have a row an account, in the order of the summary; no name is a formula."""
    diagnoses = several(30)
    page = page_of(diagnoses, lang)

    file = re.search(r"base64,([A-Za-z0-9+/=]+)", page)
    assert file is not None
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(file[1]).decode("utf-8-sig"))))
    order = [diagnoses[i].account for i in summarise(diagnoses).order]
    assert [row["account"].removeprefix("'") for row in rows] == order
    assert all(not row["account"].startswith(("=", "+", "-", "@")) for row in rows)
    assert page.count('<tr class="') == len(diagnoses)


def test_each_name_leads_to_its_own_page() -> None:
    """With a folder of pages, cards and rows link to them and tell no reason of their own."""
    diagnoses = several(8)

    page = page_of(diagnoses, pages=[f"{i:04d}.html" for i in range(8)])

    assert all(f'href="{i:04d}.html"' in page for i in range(8))
    assert "<details>" not in page


def test_a_sentence_about_the_person_comes_first() -> None:
    """Where somebody is not well, the page begins with that, and with whom to talk to."""
    base = samples.sample_a()
    told = replace(base, claims=(replace(base.claims[0], kind="distress", text="Ich kann nicht mehr."),))

    page = page_of([told, told])

    assert page.index("TelefonSeelsorge") < page.index("<h1>")


def test_many_accounts_stay_light() -> None:
    """Each of many accounts adds less than 1.5 kB, so five thousand are below 8 MB; most are not laid out at first."""
    diagnoses = [replace(samples.sample_a(), account=f"konto_{i}", claims=(), traces=()) for i in range(600)]

    few, many = page_of(diagnoses[:300]), page_of(diagnoses)

    assert (len(many.encode()) - len(few.encode())) / 300 < 1500
    assert many.count(' later"') == 600 - MOST_SHOWN


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roster") / "roster.html"
    path.write_text(page_of(several(300)), encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, width: int = 1280, **settings: Any) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
    page = context.new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("request", lambda request: noted.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    return page, noted


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_it_is_quiet_and_fits(browser: Browser, file: Path, width: int) -> None:
    """At each width nothing scrolls sideways, complains or asks for anything."""
    page, noted = opened(browser, file, width)

    widest = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert noted == []
    assert widest <= width


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_text_of_twice_the_size_fits_a_phone(browser: Browser, file: Path) -> None:
    """With text zoomed to 200 % at 360 px nothing scrolls sideways."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(file.as_uri())
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    widest = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert widest == 360


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_it_is_searched_and_sorted_by_keyboard(browser: Browser, file: Path) -> None:
    """Typing finds a name whatever its accents; the heads sort up and down; all by keys, and the count is said."""
    page, noted = opened(browser, file)
    shown = "[...document.querySelectorAll('.accounts tbody tr')].filter((row) => row.offsetParent !== null)"
    at_first = page.evaluate(f"{shown}.length")
    page.locator(".every").focus()
    page.keyboard.press("Enter")
    everything = page.evaluate(f"{shown}.length")
    page.locator("input[type=search]").focus()
    page.keyboard.type("KONTO_0123")
    expect(page.locator(".count")).to_have_text("1 von 300")
    found = page.evaluate(f"{shown}.map((row) => row.dataset.name)")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(page.locator(".count")).to_have_text("300 von 300")
    page.locator("button[data-key=posts]").focus()
    page.keyboard.press("Enter")
    down = page.evaluate(f"{shown}.map((row) => Number(row.dataset.posts))")
    page.keyboard.press("Enter")
    up = page.evaluate(f"{shown}.map((row) => Number(row.dataset.posts))")
    sort = page.locator("th[aria-sort]").get_attribute("aria-sort")
    page.context.close()

    assert (at_first, everything) == (MOST_SHOWN, 300)
    assert found == ["konto_0123"]
    assert down == sorted(down, reverse=True)
    assert (up, sort) == (sorted(up), "ascending")
    assert noted == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, scheme: str) -> None:
    """The rules of axe-core find no violation, with all reasons unfolded, light and dark."""
    path = tmp_path / "roster.html"
    path.write_text(page_of(several(24)), encoding="utf-8")
    page, _ = opened(browser, path, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.add_script_tag(path=AXE)

    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    page.context.close()

    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]] == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_it_is_all_there_without_script_and_on_paper(browser: Browser, file: Path) -> None:
    """Without script every row is shown and nothing that would not work; a print has no controls."""
    page, _ = opened(browser, file, java_script_enabled=False)
    rows = page.locator(".accounts tbody tr").count()
    last = page.locator(".accounts tbody tr").last.is_visible()
    controls = page.locator(".controls").is_visible()
    page.context.close()
    page, _ = opened(browser, file)
    pdf = page.pdf()
    page.context.close()

    assert (rows, last, controls) == (300, True, False)
    assert pdf.startswith(b"%PDF")
