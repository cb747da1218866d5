"""Agreements, rights, legal pages and the blue tick in a real browser: both languages, widths and databases."""

from __future__ import annotations

import email
import email.policy
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tests.desk.people import PASSWORD
from tests.desk.servers import environment, running
from tests.desk.test_browser import Opened, fits, no_postgres
from tests.report.browsing import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
ROOT = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize(("lang", "width"), [("de", 360), ("en", 1280)])
FILL = f"""
import django, tests
tests.__path__ = [{str(ROOT / "tests")!r}, *tests.__path__]
django.setup()
from tests.desk.people import account_of, person
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.pages.services import agree
from tests.desk.people import FOUND
for name in ("lena", "luca", "nora", "nils"):
    one = person(name, "creator", {PASSWORD!r})
    checkup = Checkup.objects.create(account=account_of(one), sentence="It was better once", started_by=one)
    keep_findings(checkup.pk, [FOUND])
    agree(one, dict())
"""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=no_postgres)])
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp(f"rights_{request.param}")
    with running(request.param, folder, FIEBER_DESK_BACKUP_DAYS="30") as desk:
        env = environment(desk.folder, desk.database)
        subprocess.run([sys.executable, "-c", FILL], env=env, check=True, cwd=ROOT)
        yield Opened(desk, browser, [])


def enter(opened: Opened, who: str, lang: str, width: int) -> Page:
    """Sign in by the form."""
    page = opened.page(lang, width)
    page.goto(f"{opened.desk.address}/login/")
    page.fill("#id_login", f"{who}@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_url("**/me/")
    return page


def is_good(opened: Opened, page: Page) -> None:
    assert (page.url, fits(page), opened.violations(page)) == (page.url, True, [])


def mail_to(opened: Opened, address: str) -> str:
    """Wait for a mail, which lies as a file where there is no mail server; give its text."""
    found: list[str] = []

    def has_come() -> bool:
        for path in (opened.desk.folder / "mails").glob("*"):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if message["To"] == address:
                body = message.get_body()
                found.append(body.get_content() if body else "")
        return bool(found)

    opened.desk.wait_for(has_come)
    return found[0]


@BOTH
def test_asked_by_mail_agreed_and_ended(opened: Opened, lang: str, width: int) -> None:
    """The manager asks, the mail leads to the page, one click agrees, one click ends; each side sees it."""
    who = {"de": "lena", "en": "luca"}[lang]
    manager = opened.signed_in()
    manager.goto(f"{opened.desk.address}/agreements/")
    manager.fill("#id_email", f"{who}@example.org")
    manager.click("button.main")
    manager.wait_for_selector("[role=status]")
    is_good(opened, manager)
    link = re.search(r"http\S+/agreements/", mail_to(opened, f"{who}@example.org"))
    assert link is not None

    page = enter(opened, who, lang, width)
    page.goto(link[0])
    assert ("Mara möchte deinen Account sehen." if lang == "de" else "Mara would like to see") in page.inner_text(
        "main"
    )
    is_good(opened, page)
    page.click("button.main")
    page.wait_for_selector("table.list")
    is_good(opened, page)
    manager.goto(f"{opened.desk.address}/agreements/")
    assert who.capitalize() in manager.inner_text("table.list")

    page.click("table.list button")
    page.wait_for_selector("p.note")
    manager.reload()
    assert manager.locator("th:has-text('Belongs to')").count() == 0
    page.context.close()
    assert opened.noted == []


@BOTH
def test_every_right_by_one_click(opened: Opened, lang: str, width: int) -> None:
    """Take along, correct, object and take it back, delete: from one page, and afterwards nobody can sign in."""
    who = {"de": "nora", "en": "nils"}[lang]
    page = enter(opened, who, lang, width)
    page.goto(f"{opened.desk.address}/data/")
    is_good(opened, page)

    with page.expect_download() as download:
        page.click("form[action$='/export/'] button")
    with ZipFile(download.value.path()) as archive:
        told = json.loads(archive.read("data.json"))
        assert told["checkups.checkup"][0]["sentence"] == "It was better once"
        assert len([name for name in archive.namelist() if name.startswith("pages/")]) == 2

    page.fill("#id_name", "Nono")
    page.click("form[action$='/correct/'] button")
    page.wait_for_selector("[role=status]")
    assert page.input_value("#id_name") == "Nono"

    page.goto(f"{opened.desk.address}/data/")
    page.click("form[action$='/object/'] button")
    page.wait_for_selector("form[action$='/take-back/']")
    is_good(opened, page)
    page.click("form[action$='/take-back/'] button")
    page.wait_for_selector("form[action$='/object/']")
    assert ("noch höchstens 30 Tage" if lang == "de" else "for at most 30 more days") in page.inner_text("main")

    page.click("form[action$='/delete/'] button")
    page.wait_for_selector("h1:has-text('Gelöscht.'), h1:has-text('Deleted.')")
    is_good(opened, page)
    page.goto(f"{opened.desk.address}/login/")
    page.fill("#id_login", f"{who}@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_selector(".problem")
    page.context.close()
    assert opened.noted == []


@BOTH
def test_the_blue_tick(opened: Opened, lang: str, width: int) -> None:
    """That followers do not matter stands first; what is filled in is kept, and the overview says what is missing."""
    page = enter(opened, "lena" if lang == "de" else "luca", lang, width)
    page.goto(f"{opened.desk.address}/tick/")
    assert ("spielt dafür keine Rolle" if lang == "de" else "does not matter") in page.inner_text(".lead")
    is_good(opened, page)
    page.click("text=Instagram")
    page.check("input[type=checkbox] >> nth=0")
    page.fill("textarea >> nth=0", "https://news.example/lena")
    is_good(opened, page)
    page.click("button.main")
    page.wait_for_url("**/tick/")

    assert ("1 von 5" if lang == "de" else "1 of 5") in page.inner_text("table")
    page.context.close()
    assert opened.noted == []


def test_legal_pages_are_written_read_and_agreed_to(opened: Opened) -> None:
    """From the footer of the first page; a new version is asked for before any other page."""
    guest = opened.page("de", 360)
    guest.click("footer >> text=Datenschutz")
    guest.wait_for_selector("mark")
    is_good(opened, guest)
    guest.context.close()
    desk = opened.signed_in()
    for path in ("pages", "pages/privacy/edit", "pages/opened"):
        desk.goto(f"{opened.desk.address}/{path}/")
        is_good(opened, desk)
    desk.goto(f"{opened.desk.address}/pages/privacy/edit/")
    desk.fill("#id_de", "Alles bleibt hier.")
    desk.fill("#id_en", "Everything stays here.")
    desk.click("button.main")
    desk.wait_for_url("**/pages/")

    page = enter_and_be_asked(opened)
    is_good(opened, page)
    page.check("#id_agrees")
    page.click("button.main")
    page.wait_for_url("**/me/")
    page.goto(f"{opened.desk.address}/data/")
    assert "Datenschutz, Fassung 2" in (page.text_content("main") or "")
    page.context.close()
    assert opened.noted == []


def enter_and_be_asked(opened: Opened) -> Page:
    page = opened.page("de", 360)
    page.goto(f"{opened.desk.address}/login/")
    page.fill("#id_login", "lena@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_url("**/consent/")
    return page
