"""Letters, plans and jobs in a real browser, in both languages, on a phone and on a desk."""

from __future__ import annotations

import re
import subprocess
import sys
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from tests.desk.people import PASSWORD
from tests.desk.servers import HAS_POSTGRES, environment, running
from tests.desk.test_browser import Opened, fits
from tests.desk.test_links import TABLE
from tests.report.browsing import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
no_postgres = pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql")
BOTH = [("de", 360), ("en", 1280)]
# an administrator, a creator for each language with two check-ups this month, and jobs in all states
FILL = f"""
import django; django.setup()
import uuid
from datetime import timedelta
from django.utils import timezone
from fieber.desk.checkups.models import Checkup
from fieber.desk.jobs.models import Job
from fieber.desk.pages.services import agree
from fieber.desk.people.models import Person, Role
now = timezone.now()
Person.objects.create_user("ada@example.org", {PASSWORD!r}, name="Ada", role=Role.ADMINISTRATOR)
for name in ("de", "en"):
    lena = Person.objects.create_user(name + "@example.org", {PASSWORD!r}, name=name, role=Role.CREATOR, language=name)
    agree(lena, dict())
    for _ in range(2):
        Checkup.objects.create(started_by=lena, state="done")
    Job.objects.create(kind="letter", about=uuid.uuid4(), due=now, attempts=6, failed_at=now, problem="NotTakenError")
Job.objects.create(kind="examine", about=uuid.uuid4(), due=now, attempts=3, failed_at=now, problem="RuntimeError")
Job.objects.create(kind="letter", about=uuid.uuid4(), due=now + timedelta(hours=5), attempts=4, problem="NotTakenError")
"""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=no_postgres)])
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    with running(request.param, tmp_path_factory.mktemp(request.param), FIEBER_DESK_PUBLIC="1") as desk:
        command = [sys.executable, "-c", FILL]
        subprocess.run(command, env=environment(desk.folder, desk.database) | desk.more, check=True)
        yield Opened(desk, browser, [])


def signed_in(opened: Opened, name: str, lang: str, width: int) -> Page:
    page = opened.page(lang, width)
    sign_in(opened, page, name)
    return page


def sign_in(opened: Opened, page: Page, name: str) -> None:
    page.goto(f"{opened.desk.address}/login/")
    page.fill("#id_login", f"{name}@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_url(lambda url: "/login/" not in url)


def is_good(opened: Opened, page: Page) -> bool:
    assert (page.url, fits(page), opened.violations(page)) == (page.url, True, [])
    return True


def links_to(opened: Opened, name: str) -> list[str]:
    """Give the links for letters in the mails to somebody."""
    found = []
    for path in (opened.desk.folder / "mails").glob("*"):
        letter = message_from_bytes(path.read_bytes().partition(b"\n-----")[0], policy=policy.default)
        body = letter.get_body(("plain",))
        if letter["To"] == f"{name}@example.org" and body is not None:
            found += re.findall(r"http\S+/letters/\S+", body.get_content())
    return found


def test_the_box_at_registration_and_the_browsers_zone(opened: Opened) -> None:
    """The box sends the question by mail; on the own page stands the browser's zone, kept when the form is sent."""
    page = opened.page(timezone_id="America/New_York")
    page.goto(f"{opened.desk.address}/register/")
    for key, value in (("name", "Nora"), ("email", "nora@example.org"), ("password1", PASSWORD)):
        page.fill(f"#id_{key}", value)
    for box in ("is_old_enough", "agrees", "wants_letters"):
        page.check(f"#id_{box}")
    page.click("button.main")
    page.wait_for_url("**/confirm/")
    opened.desk.wait_for(lambda: len(links_to(opened, "nora")) == 1)
    page.context.close()

    reader = opened.page(timezone_id="America/New_York")
    sign_in(opened, reader, "en")
    reader.goto(f"{opened.desk.address}/letters/")
    assert reader.input_value("#id_zone") == "America/New_York"
    reader.context.close()


@pytest.mark.parametrize(("lang", "width"), BOTH)
def test_letters(opened: Opened, lang: str, width: int) -> None:
    """Asked for on the own page, said yes to by the link in the mail, changed, stopped by one click."""
    said = {
        "de": (
            "Vorher kommt nichts.",
            "Der erste Brief kommt am nächsten Montag.",
            "Deine Briefe gehen an",
            "Abbestellt.",
        ),
        "en": ("Until then nothing comes.", "Your first letter comes next Monday.", "Your letters go to", "Stopped."),
    }[lang]
    page = signed_in(opened, lang, lang, width)
    page.click("nav >> text=" + ("Briefe" if lang == "de" else "Letters"))
    assert is_good(opened, page)
    page.select_option("#id_rhythm", "weekly")
    page.click("button.main")
    page.wait_for_selector(f"text={said[0]}")
    assert is_good(opened, page)
    opened.desk.wait_for(lambda: len(links_to(opened, lang)) == 1)
    (link,) = links_to(opened, lang)

    visitor = opened.page(lang, width)
    visitor.goto(link)
    assert is_good(opened, visitor)
    visitor.keyboard.press("Tab")
    visitor.locator("button.main").focus()
    visitor.keyboard.press("Enter")
    visitor.wait_for_selector(f"text={said[1]}")
    assert is_good(opened, visitor)

    page.reload()
    assert said[2] in page.inner_text("main")
    page.select_option("#id_rhythm", "daily")
    page.check("#id_reminds")
    page.click("button.main")
    page.wait_for_selector(f"text={said[2]}")
    assert (page.input_value("#id_rhythm"), page.is_checked("#id_reminds")) == ("daily", True)

    page.select_option("#id_rhythm", "never")
    page.uncheck("#id_reminds")
    page.click("button.main")
    page.wait_for_function("document.querySelector('#id_rhythm').value === 'never'")
    assert said[2] not in page.inner_text("main")
    for one in (page, visitor):
        one.context.close()
    assert opened.noted == []


@pytest.mark.parametrize(("lang", "width"), BOTH)
def test_the_limit_is_told_and_holds(opened: Opened, lang: str, width: int) -> None:
    """One is left and the page says so; it is taken; then no form is there, and one still open is refused unsent."""
    said = {
        "de": ("noch 1 von 3", "Deine Check-ups für diesen Monat sind gemacht.", "Für diesen Monat ist Schluss."),
        "en": ("1 of 3 check-ups left", "You have used your check-ups for this month.", "That is all for this month."),
    }[lang]
    page = signed_in(opened, lang, lang, width)
    late = page.context.new_page()
    for one in (late, page):
        one.goto(f"{opened.desk.address}/me/upload/")
        assert said[0] in one.inner_text("main")
        one.set_input_files("input[type=file]", {"name": "lena.csv", "mimeType": "text/csv", "buffer": TABLE})
    assert is_good(opened, page)
    page.click("button.main")
    page.wait_for_selector(".waits, article")

    page.goto(f"{opened.desk.address}/me/upload/")
    assert all(sentence in page.inner_text("main") for sentence in said[1:])
    assert page.locator("main form").count() == 0
    assert is_good(opened, page)
    late.click("button.main")
    late.wait_for_selector(f"p.problem:has-text('{said[2]}')")
    page.context.close()


@pytest.mark.parametrize(("lang", "width"), BOTH)
def test_pages_of_an_administrator(opened: Opened, lang: str, width: int) -> None:
    """A plan is made and given; what failed is tried again by one click; all fit, and axe-core finds nothing."""
    page = signed_in(opened, "ada", lang, width)
    page.goto(f"{opened.desk.address}/plans/new/")
    for key, value in (("name_de", "Viel"), ("name_en", "Much"), ("checkups_a_month", "10")):
        page.fill(f"#id_{key}", value)
    assert is_good(opened, page)
    page.click("button.main")
    page.wait_for_url("**/plans/")
    page.fill("#id_email", f"{lang}@example.org")
    page.select_option("#id_plan", label="Viel" if lang == "de" else "Much")
    page.click("button.main")
    page.wait_for_selector(f"td:has-text('{lang}@example.org')")
    assert ("Bezahlt wird hier nichts." if lang == "de" else "Nothing is paid here.") in page.inner_text("main")
    assert is_good(opened, page)

    page.goto(f"{opened.desk.address}/jobs/")
    assert is_good(opened, page)
    assert ("in 5 Stunden" if lang == "de" else "in 5 hours") in page.inner_text("main")
    again = page.locator("button:has-text('" + ("Noch einmal versuchen" if lang == "de" else "Try again") + "')")
    before = again.count()
    with page.expect_navigation():  # a reload that meets one under way is refused
        again.first.click()
    opened.desk.wait_for(lambda: page.reload() is not None and again.count() == before - 1)
    page.context.close()
    assert opened.noted == []
