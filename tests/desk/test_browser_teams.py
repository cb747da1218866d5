"""Explainers, teams and handing over in a real browser: both languages, widths and databases."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.desk.people import PASSWORD
from tests.desk.servers import environment, running
from tests.desk.test_browser import Opened, fits, no_postgres
from tests.desk.test_browser_roster import ROOT
from tests.report.browsing import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
BY_LANGUAGE = pytest.mark.parametrize(("lang", "width"), [("de", 360), ("en", 1280)])
FILL = f"""
import django
django.setup()
from fieber.desk.accounts.models import Account
from fieber.desk.agreements.models import Agreement
from fieber.desk.people.models import Person, Team
from fieber.desk.roster.models import Kept
from fieber.desk.roster.services import keep_names
from fieber.desk.sandbox.many import MOMENT
from fieber.simulate.patients import patients
team = Team.objects.create(name="Nord")
made = {{}}
for name, role in (("hanna", "lead"), ("mio", "manager"), ("kim", "manager"), ("lena", "creator")):
    made[name] = Person.objects.create_user(f"{{name}}@example.org", {PASSWORD!r}, name=name.capitalize(), role=role)
    if role != "creator":
        team.members.create(person=made[name])
keep_names(made["mio"], [{{"account": name, "platform": "instagram", "notes": "ruft gern an"}} for name in "abcdef"])
posts = patients(["distribution"], seed=5, platform="instagram", strength=1.0).posts
text = posts.drop("account", "platform", "url", "topic").write_csv(datetime_format=MOMENT)
Kept.objects.create(account=Account.objects.get(name="a"), posts=text)
own = Account.objects.create(name="lena", platform="instagram", owner=made["lena"])
Agreement.objects.create(account=own, manager=made["mio"])
"""
ON_SQLITE = pytest.mark.parametrize("opened", ["sqlite"], indirect=True)
ON_BOTH = pytest.mark.parametrize("opened", ["sqlite", pytest.param("postgres", marks=no_postgres)], indirect=True)
SAID = {
    "de": ("Bin ich im Shadowban?", "Das hast du ", "Unsere Antwort", "kann ich mit keiner Zahl füllen"),
    "en": ("Am I shadowbanned?", "You have said this ", "Our answer", "with any number"),
}
GIVEN = {"de": "Weitergegeben an Kim. Accounts: 1,", "en": "Handed over to Kim. Accounts: 1,"}


@pytest.fixture(scope="module")
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """A desk with a team: a lead, two managers, a list, and an owner who agreed."""
    with running(request.param, tmp_path_factory.mktemp(f"teams_{request.param}")) as desk:
        subprocess.run([sys.executable, "-c", FILL], env=environment(desk.folder, desk.database), check=True, cwd=ROOT)
        yield Opened(desk, browser, [])


def signed_in(opened: Opened, who: str, lang: str, width: int) -> Page:
    """Give a page of somebody who has signed in by the form."""
    page = opened.page(lang, width)
    page.goto(f"{opened.desk.address}/login/")
    page.fill("#id_login", f"{who}@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_selector("nav >> nth=0")
    return page


def see(opened: Opened, page: Page, path: str) -> None:
    """Open a page: nothing sticks out, axe-core and the browser have nothing to say."""
    page.goto(f"{opened.desk.address}{path}")
    well(opened, page)


def well(opened: Opened, page: Page) -> None:
    assert (fits(page), opened.violations(page), opened.noted) == (True, [], [])


@ON_SQLITE
@BY_LANGUAGE
def test_an_explainer_is_found_filled_said_and_edited(opened: Opened, lang: str, width: int) -> None:
    """From the account to the answer with its numbers; counted by a click; told in one's own words, and back again."""
    title, said, ours, wrong = SAID[lang]
    page = signed_in(opened, "mio", lang, width)
    see(opened, page, "/roster/")
    page.click("table.roster a >> text=/^a$/")
    page.click("main a[href^='/explained/']")
    page.fill("#words", "shadow")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=shadow**")
    well(opened, page)
    page.click(f"text={title}")
    page.wait_for_selector("#said")
    assert "°C" in page.input_value(".copy textarea")
    page.click("#said form button")
    page.wait_for_url("**#said")
    assert said in page.inner_text("#said")
    well(opened, page)

    lead = signed_in(opened, "hanna", lang, width)
    see(opened, lead, "/explained/shadowban/edit/")
    lead.fill(f"#id_short_{lang}", ours)
    lead.fill("#id_yours3_en", "It is {temperatur}.")
    lead.click("button.main")
    lead.wait_for_selector(".problem")
    assert wrong in lead.inner_text("main")
    well(opened, lead)
    lead.fill("#id_yours3_en", "It is {temperature:temperature}.")
    lead.click("button.main")
    lead.wait_for_url("**/history/")
    assert ours in lead.inner_text("ins >> nth=0") + lead.inner_text("main")
    well(opened, lead)
    lead.click("form[action$='/back/0/'] button")
    lead.wait_for_load_state()
    page.goto(f"{opened.desk.address}/explained/shadowban/")
    assert ours not in page.inner_text("main")


@ON_BOTH
@BY_LANGUAGE
def test_an_account_is_handed_over(opened: Opened, lang: str, width: int) -> None:
    """A lead gives one account of a list to somebody else of the team, and has the owners asked."""
    page = signed_in(opened, "hanna", lang, width)
    see(opened, page, "/team/")
    page.click("a[href$='/hand-over/'] >> nth=2")
    page.wait_for_selector("#id_taker")
    well(opened, page)
    page.check("input[name=account] >> nth=1")
    page.check("#owners")
    page.select_option("#id_taker", label="Kim")
    page.click("button.main")
    page.wait_for_selector("[role=status]")
    assert GIVEN[lang] in page.inner_text("[role=status]")
    well(opened, page)
    theirs = signed_in(opened, "lena", lang, width)
    see(opened, theirs, "/agreements/")
    assert "Kim" in theirs.inner_text("main")
    assert "Mio" in theirs.inner_text("main")


@ON_SQLITE
@BY_LANGUAGE
def test_an_administrator_makes_a_team(opened: Opened, lang: str, width: int) -> None:
    """A team, a member, a role and an invitation into the team, on pages without a fault."""
    page = opened.signed_in()
    page.set_viewport_size({"width": width, "height": 800})
    see(opened, page, "/teams/")
    page.fill("#id_name", f"Team {lang}")
    page.click("button.main")
    page.wait_for_selector("#id_person")
    page.select_option("#id_person", label="Kim")
    page.click("button.main")
    page.wait_for_selector("table.list")
    well(opened, page)
    see(opened, page, "/people/")
    page.click("a[href$='/role/'] >> nth=0")
    page.wait_for_selector("#id_role")
    well(opened, page)
    see(opened, page, "/people/")
    page.select_option("#id_team", label=f"Team {lang}")
    page.click("button.main")
    page.wait_for_selector(".copy")
    well(opened, page)
