"""A manager's list and the phone in a real browser: both languages, widths and databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.desk.servers import environment, running
from tests.desk.test_browser import Opened, fits, no_postgres
from tests.report.browsing import CHROMIUM

from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
ROOT = Path(__file__).parents[2]
NAMES = ("mia", "noor", "ole")
FILL = f"""
import django
django.setup()
from fieber.desk.people.models import Person
from fieber.desk.roster.models import Kept, Row, Run
from fieber.desk.roster.services import keep_names
from fieber.desk.accounts.models import Account
from fieber.desk.sandbox.many import MOMENT
from fieber.simulate.patients import patients
manager = Person.objects.get()
keep_names(manager, [{{"account": name, "platform": "instagram"}} for name in {NAMES!r}])
run = Run.objects.create(manager=manager, what="posts", state="done", accounts=3, told_de="Drei.", told_en="Three.")
posts = patients(["distribution"], seed=5, platform="instagram", strength=1.0).posts
text = posts.drop("account", "platform", "url", "topic").write_csv(datetime_format=MOMENT)
for account in Account.objects.all():
    is_first = account.name == "mia"
    found = ("high_fever", 40.5, 0.01) if is_first else ("healthy", 36.4, 0.9)
    told = dict(zip(("verdict", "temperature", "q_value"), found), change=-50.0, change_low=-60.0, change_high=-40.0)
    Row.objects.create(run=run, account=account, finding="yours", stands_out=is_first, **told)
    Kept.objects.create(account=account, posts=text)
"""
MORNING = """
import django
django.setup()
from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup, Inquiry
from fieber.desk.checkups.services import keep_findings
from fieber.desk.people.models import Person
from fieber.desk.roster.models import Entry
Entry.objects.update(called_at=None)
asker, _ = Person.objects.get_or_create(email="lena@example.org", defaults={"name": "Lena", "role": "creator"})
account = Account.objects.create(name="lena", platform="instagram", owner=asker)
checkup = Checkup.objects.create(account=account, started_by=asker, sentence="Keiner sieht mich mehr")
pages = dict(de="<article>Kein Fieber.</article>", en="<article>No fever.</article>")
keep_findings(checkup.pk, [dict(account="lena", verdict="healthy", temperature=36.4, pages=pages)])
Inquiry.objects.create(checkup=checkup)
"""
SAID = {"de": "Meine Likes sind halbiert", "en": "My likes are halved"}
KEPT = {"de": "Gespeichert.", "en": "Saved."}
FEVER = {"de": "Dein Account hat deutliches Fieber.", "en": "Your account has a clear fever."}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=no_postgres)])
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """A desk whose first administrator has a list of three, judged, with their posts."""
    with running(request.param, tmp_path_factory.mktemp(f"roster_{request.param}")) as desk:
        opened = Opened(desk, browser, [])
        opened.signed_in()
        subprocess.run([sys.executable, "-c", FILL], env=environment(desk.folder, desk.database), check=True, cwd=ROOT)
        yield opened


@pytest.mark.parametrize(("lang", "width"), [("de", 360), ("en", 1280)])
def test_from_the_list_to_three_sentences(opened: Opened, lang: str, width: int) -> None:
    """By keyboard to the first of the list; the sentence typed in is answered; a note is kept and found."""
    page = opened.see(lang, width, "/roster/")
    assert page.locator("table.roster tbody tr").count() == len(NAMES)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.fill("#id_sentence", SAID[lang])
    page.click("button.main")
    page.wait_for_selector(".aloud")
    assert FEVER[lang] in page.inner_text(".aloud")
    assert page.locator(".aloud li").count() == 3
    assert (fits(page), opened.violations(page)) == (True, [])
    page.fill("#id_tags", f"tag {lang}")
    page.locator("section.ask button").click()
    expect(page.locator("#kept")).to_have_text(KEPT[lang])
    assert page.locator(".aloud li").count() == 3
    page.goto(f"{opened.desk.address}/roster/")
    page.keyboard.press("/")
    page.keyboard.type(f"tag {lang}")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=**")
    assert page.locator("table.roster tbody tr").count() == 1


@pytest.mark.parametrize(("lang", "width"), [("en", 360), ("de", 1280)])
def test_a_day(opened: Opened, lang: str, width: int) -> None:
    """Whoever stands out is on the page of the day until called; who worries gets a draft, read before it goes out."""
    subprocess.run(
        [sys.executable, "-c", MORNING], env=environment(opened.desk.folder, opened.desk.database), check=True, cwd=ROOT
    )
    page = opened.see(lang, width, "/roster/today/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_sentence")
    assert (fits(page), opened.violations(page)) == (True, [])
    page.keyboard.press("Escape")
    with page.expect_download() as taken:
        page.click(f"button[name=lang][value={lang}]")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-")
    page.goto(f"{opened.desk.address}/roster/today/")
    page.locator(".calls form button").click()
    page.wait_for_selector(".calls", state="detached")

    page.locator("form[action$='drafts/'] button.main").click()
    page.wait_for_selector("textarea")
    assert (fits(page), opened.violations(page)) == (True, [])
    page.locator("textarea").first.fill("All is well.")
    page.click("button.main")
    page.wait_for_url("**/today/?released=1")
    assert (fits(page), opened.violations(page)) == (True, [])


@pytest.mark.parametrize(("lang", "width"), [("en", 360), ("de", 1280)])
def test_keys_are_told_and_can_be_turned_off(opened: Opened, lang: str, width: int) -> None:
    """A question mark shows the keys; the box under them turns all of them off, and on again."""
    page = opened.see(lang, width, "/roster/")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert (fits(page), opened.violations(page)) == (True, [])
    page.uncheck("#uses_keys")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.url.endswith("/roster/")
    page.click("[data-key='?']")
    page.check("#uses_keys")
    page.click("dialog button")
    page.keyboard.press("t")
    page.wait_for_url("**/roster/today/")


def test_a_file_is_read_while_the_list_waits(opened: Opened, tmp_path: Path) -> None:
    """What a manager brings is judged by the worker of the desk; the list shows it by itself."""
    cohort = patients(["noise"], accounts=4, seed=3, platform="tiktok", years=0.5).posts
    cohort.write_csv(tmp_path / "all.csv")
    page = opened.signed_in()
    page.goto(f"{opened.desk.address}/roster/import/")
    page.set_input_files("#id_files", tmp_path / "all.csv")
    page.click("button.main")

    page.wait_for_url("**/roster/")
    expect(page.locator("table.roster tbody tr")).to_have_count(len(NAMES) + 4)
    expect(page.locator("[hx-get]")).to_have_count(0)
    assert opened.noted == []
