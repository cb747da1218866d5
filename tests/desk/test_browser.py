"""The desk in a real browser, on both databases, in both languages, on a phone and on a desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.people import PASSWORD
from tests.desk.servers import HAS_POSTGRES, running
from tests.desk.test_first import FALLEN, STEADY
from tests.desk.test_links import TABLE
from tests.report.browsing import AXE, CHROMIUM, unfold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.desk.servers import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
no_postgres = pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql")
WAIT = 60_000  # milliseconds: nine engineers share the machine
SAYS = {
    "de": ("Hat dein Account Fieber?", "Du hast kein Fieber.", "Dein Account hat deutliches Fieber."),
    "en": ("Does your account have a fever?", "No fever.", "Your account has a clear fever."),
}


@dataclass
class Opened:
    """A desk that runs, a browser, and what its pages complained about or asked for elsewhere."""

    desk: Desk
    browser: Browser
    noted: list[str]
    administrator: Page | None = None

    def page(self, lang: str = "en", width: int = 1280, **settings: Any) -> Page:
        """Open a fresh browser."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, locale=lang, **settings)
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.on(
            "console", lambda message: self.noted.append(message.text) if "status of 4" not in message.text else None
        )
        page.on("pageerror", lambda error: self.noted.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.goto(self.desk.address)
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.desk.address, "data:")):
            self.noted.append(url)

    def violations(self, page: Page) -> list[tuple[str, str]]:
        """What axe-core finds, on one of the databases; the policy lets in no script by a tag, so it is evaluated."""
        if self.desk.database:
            return []
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert len(found["passes"]) > 10
        return [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found["violations"]]

    def signed_in(self) -> Page:
        """Give the page of the first administrator, who joined by the printed link."""
        if self.administrator is None:
            page = self.page()
            assert self.desk.invitation is not None
            page.goto(self.desk.invitation)
            for name, value in (("name", "Mara"), ("email", "mara@example.org"), ("password", PASSWORD)):
                page.fill(f"#id_{name}", value)
            page.click("button.main")
            page.wait_for_url("**/links/")
            self.administrator = page
        return self.administrator

    def see(self, lang: str, width: int, path: str) -> Page:
        """Open a page of the first administrator in a language and width; nothing on it is wrong."""
        page = self.signed_in()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{self.desk.address}{path}")
        if page.get_attribute("html", "lang") != lang:
            page.click(f"button[name=language][value={lang}]")
            page.goto(f"{self.desk.address}{path}")
        self.is_right(page)
        return page

    def is_right(self, page: Page) -> None:
        """The page fits, axe-core finds nothing, and the console is quiet."""
        assert (fits(page), self.violations(page), self.noted) == (True, [], [])

    def link(self) -> str:
        """Make a link for uploading, by the form."""
        page = self.signed_in()
        page.goto(f"{self.desk.address}/links/")
        page.fill("#id_label", "Lena")
        page.click("button.main")
        found = re.search(r"http\S+/link/\S+", page.input_value(".copy textarea"))
        assert found is not None
        return found[0]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=no_postgres)])
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as desk:
        yield Opened(desk, browser, [])


def fits(page: Page) -> bool:
    unfold(page)
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("lang", "width"), [("de", 360), ("en", 1280)])
def test_a_first_answer(opened: Opened, lang: str, width: int) -> None:
    """Numbers and a sentence are answered on the same page, without signing in, and both ways: fever and none."""
    title, healthy, high_fever = SAYS[lang]
    page = opened.page(lang, width)
    assert page.inner_text("h1").replace("\n", " ") == title
    assert (fits(page), opened.violations(page)) == (True, [])

    page.fill("#id_likes", STEADY)
    page.click("button.main")
    page.wait_for_selector("article.healthy")
    assert page.inner_text("h1") == healthy
    assert page.url == f"{opened.desk.address}/"

    page.fill("#id_likes", FALLEN)
    page.fill("#id_sentence", "50k")
    page.click("button.main")
    page.wait_for_selector("article.high_fever")
    assert page.inner_text("h1").replace("\n", " ") == high_fever
    assert (fits(page), opened.violations(page)) == (True, [])
    page.context.close()
    assert opened.noted == []


def test_the_language_is_changed_by_one_click(opened: Opened) -> None:
    """From German to English and back, and it stays so."""
    page = opened.page("de")
    page.click("button[lang=en]")
    page.wait_for_selector("button[lang=de]")
    page.goto(f"{opened.desk.address}/login/")

    assert page.inner_text("h1") == "Sign in"
    page.context.close()


@pytest.mark.parametrize(("lang", "width"), [("de", 360), ("en", 1280)])
def test_upload_by_a_link(opened: Opened, lang: str, width: int) -> None:
    """The person uploads without an account and waits; both see the finding; by one click it is gone for both."""
    address = opened.link()
    person = opened.page(lang, width)
    person.goto(address)
    assert ("Nur Mara und du" if lang == "de" else "Only Mara and you") in person.inner_text("main")
    assert (fits(person), opened.violations(person)) == (True, [])

    person.set_input_files("input[type=file]", {"name": "lena.csv", "mimeType": "text/csv", "buffer": TABLE})
    person.fill("#id_sentence", "50,000 likes")
    person.click("button.main")
    person.wait_for_selector(".waits, article")
    person.wait_for_selector("article.healthy")
    assert SAYS[lang][1] in person.inner_text("h1")
    assert (fits(person), opened.violations(person)) == (True, [])

    manager = opened.signed_in()
    manager.goto(f"{opened.desk.address}/links/")
    assert (fits(manager), opened.violations(manager)) == (True, [])
    manager.click("text=See the result")
    manager.wait_for_selector("article.healthy")
    checkup = manager.url

    person.click(".forget button")  # what is folded was opened above
    person.wait_for_selector("h1:has-text('Gelöscht.'), h1:has-text('Deleted.')")
    assert opened.violations(person) == []
    answer = manager.goto(checkup)
    assert answer is not None
    assert answer.status == 404
    person.context.close()
    assert opened.noted == []


def test_progress_and_cancel(opened: Opened) -> None:
    """On a slow line one sees how far it is, cancels, and nothing of the file is kept; then it can be done again."""
    page = opened.page()
    page.goto(opened.link())
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    speed = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
    slow.send("Network.emulateNetworkConditions", speed)
    page.set_input_files("input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"x" * 8_000_000})
    page.click("button.main")
    opened.desk.wait_for(lambda: bool(page.evaluate("document.querySelector('progress').value > 1")))
    assert "% uploaded" in page.inner_text("#told")
    assert opened.violations(page) == []

    page.click(".uploading button")
    page.wait_for_selector("p.problem:has-text('Cancelled')")
    opened.desk.wait_for(lambda: list((opened.desk.folder / "uploads").iterdir()) == [])
    assert page.is_visible("button.main")

    slow.send("Network.emulateNetworkConditions", speed | {"uploadThroughput": -1})
    page.set_input_files("input[type=file]", {"name": "lena.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.click("button.main")
    page.wait_for_selector(".waits, article")
    page.context.close()


def test_without_script(opened: Opened) -> None:
    """The same form without script: uploaded, looked at again, told."""
    page = opened.page(java_script_enabled=False)
    page.goto(opened.link())
    page.set_input_files("input[type=file]", {"name": "lena.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.click("button.main")
    while page.locator("article").count() == 0:
        page.click("text=Look again", timeout=2000) if page.locator("text=Look again").count() else page.reload()
        page.wait_for_timeout(500)

    assert page.inner_text("h1") == "No fever."
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_an_administrator(opened: Opened, width: int) -> None:
    """Team with an invitation, jobs, and signing out and in again: they fit, and axe-core finds nothing."""
    page = opened.signed_in()
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("people", "jobs", "accounts", "links"):
        page.goto(f"{opened.desk.address}/{path}/")
        assert (path, fits(page), opened.violations(page)) == (path, True, [])
    page.goto(f"{opened.desk.address}/people/")
    page.click("button.main")
    invitation = page.input_value(".copy textarea")
    assert opened.violations(page) == []

    guest = opened.page(width=width)
    guest.goto(invitation)
    assert (fits(guest), opened.violations(guest)) == (True, [])
    guest.context.close()
    assert opened.noted == []


def test_signing_in_by_the_form(opened: Opened) -> None:
    """A wrong password is told, the right one lets in, and signing out closes."""
    opened.signed_in()
    page = opened.page()
    page.click("text=Sign in")
    for password in ("wrong", PASSWORD):
        page.fill("#id_login", "mara@example.org")
        page.fill("#id_password", password)
        page.click("button.main")
        page.wait_for_load_state()
        assert page.locator("text=do not match").count() == (password == "wrong")  # noqa: S105 - see above
    page.wait_for_url("**/links/")

    page.click("text=Sign out")
    page.wait_for_selector("h1")
    page.goto(f"{opened.desk.address}/links/")
    assert "/login/" in page.url
    page.context.close()


def test_demo(browser: Browser, tmp_path: Path) -> None:
    """`fieber desk --demo`: simulated accounts come in by themselves, the hottest first, and open."""
    with running("sqlite", tmp_path, is_demo=True) as desk:
        opened = Opened(desk, browser, [])
        page = opened.page()
        assert desk.invitation is not None
        page.goto(desk.invitation)
        for name, value in (("name", "Mara"), ("email", "mara@example.org"), ("password", PASSWORD)):
            page.fill(f"#id_{name}", value)
        page.click("button.main")
        page.wait_for_url("**/accounts/")
        page.wait_for_selector("tbody tr:nth-child(2)")
        assert opened.violations(page) == []

        page.click("tbody a >> nth=0")
        page.wait_for_selector("article")
        assert "simulated" in page.inner_text(".who-sees")
        page.context.close()
        assert desk.stop() == 0
    assert opened.noted == []
