"""Cases and the ledger in a real browser: both languages, widths and databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.desk.servers import environment, running
from tests.desk.test_browser import Opened, no_postgres
from tests.report.browsing import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
ROOT = Path(__file__).parents[2]
# an account whose posts are kept in the list, and as many closed cases as a public row needs
FILL = """
import random
import django
django.setup()
from django.utils import timezone
from fieber.desk.accounts.models import Account
from fieber.desk.cases.models import Case
from fieber.desk.ledger.models import Advised, Forecast
from fieber.desk.ledger.public import publish
from fieber.desk.people.models import Person
from fieber.desk.roster.models import Kept
from fieber.desk.sandbox.many import MOMENT
from fieber.simulate.patients import patients
manager, now, draw = Person.objects.get(), timezone.now(), random.Random(1)
posts = patients(["distribution"], seed=5, platform="instagram", strength=1.0).posts
text = posts.drop("account", "platform", "url", "topic").write_csv(datetime_format=MOMENT)
for name in ("mia", "ole"):
    account = Account.objects.create(name=name, platform="instagram", manager=manager)
    Kept.objects.create(account=account, posts=text)
for number in range(40):
    account = Account.objects.create(name=f"somebody {number}", platform="instagram", manager=manager)
    p = (number % 10 + 0.5) / 10
    is_real = draw.random() < p
    told = {"kind": ("claim_drop", "algorithm")[number % 2], "closed_at": now, "sent_at": now, "closed_by": manager}
    outcome = "unfounded" if not is_real else "market" if number % 3 == 0 else "right"
    case = Case.objects.create(manager=manager, account=account, whose=f"Somebody {number}", language="en",
        outcome=outcome, was_tried=(True, False, None)[number % 3], explainers="shadowban", **told)
    Advised.objects.create(case=case, advice="formats")
    foretold = {"case": case, "made_on": now.date()}
    Forecast.objects.create(sort="drop", name="likes", probability=p, came=is_real, **foretold)
    Forecast.objects.create(sort="level", name="likes", middle=100.0, value=draw.gauss(5, 20), **foretold)
    ends = {"low": 90, "middle": 100, "high": 110}
    Forecast.objects.create(sort="followers", name="30", value=draw.gauss(100, 8), **ends, **foretold)
publish()
"""
SAID = {"de": "Meine Likes sind halbiert", "en": "My likes are halved"}
WORDS = {
    "de": ("Dein Account hat deutliches Fieber.", "Sie stimmte", "Antwort gesendet"),
    "en": ("Your account has a clear fever.", "It was right", "Answer sent"),
}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=no_postgres)])
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """A desk whose first administrator has two accounts with posts, and forty closed cases."""
    folder = tmp_path_factory.mktemp(f"cases_{request.param}")
    with running(request.param, folder, FIEBER_DESK_LEDGER="public") as desk:
        opened = Opened(desk, browser, [])
        opened.signed_in()
        subprocess.run([sys.executable, "-c", FILL], env=environment(desk.folder, desk.database), check=True, cwd=ROOT)
        yield opened


@pytest.mark.parametrize(("lang", "width", "account"), [("de", 360, "mia"), ("en", 1280, "ole")])
def test_from_the_sentence_to_the_end(opened: Opened, lang: str, width: int, account: str) -> None:
    """A sentence, the check-up by itself, the draft changed and sent, an export asked for, and the case closed."""
    fever, right, sent = WORDS[lang]
    number = {"mia": 1, "ole": 2}[account]
    page = opened.see(lang, width, f"/cases/new/?account={number}")
    page.fill("#id_sentence", SAID[lang])
    page.select_option("#id_language", lang)
    page.click("button.main")
    page.wait_for_selector("#id_text")
    opened.is_right(page)
    draft = page.input_value("#id_text")
    assert (SAID[lang] in draft, fever in draft) == (True, True)

    page.fill("#id_text", f"{draft}\n\nPS")
    page.click("form[action*=draft] button:not([name])")
    page.wait_for_selector("summary:has-text('2 ')")
    page.fill("#send_email", "mia@example.org")
    page.click("button[value=mail]")
    page.wait_for_selector("#id_outcome_0")
    opened.desk.wait_for(lambda: bool(page.reload()) and sent in page.inner_text("main"))
    opened.is_right(page)
    page.locator("button[value=link]").click()
    page.wait_for_selector("p[role=status] + .copy textarea")
    assert "/link/" in page.input_value("p[role=status] + .copy textarea")

    page.check("#id_outcome_0")
    page.locator("#id_outcome_0").press("Enter")
    page.wait_for_selector(f".next:has-text('{right}')")
    opened.is_right(page)
    page.goto(f"{opened.desk.address}/cases/?closed=1")
    assert right in page.inner_text("table")
    opened.is_right(page)


@pytest.mark.parametrize(("lang", "width"), [("en", 360), ("de", 1280)])
def test_the_ledger_and_the_public_page(opened: Opened, lang: str, width: int) -> None:
    """Shares, the curve, advice and outlooks on the manager's page; shares and the curve for everybody."""
    page = opened.see(lang, width, "/ledger/")
    assert page.locator("svg.calibration circle").count() == 10
    page.locator("a[href*='of=all']").click()
    page.wait_for_url("**of=all")
    opened.is_right(page)

    stranger = opened.page(lang, width)
    stranger.goto(f"{opened.desk.address}/ledger/public/")
    assert stranger.locator("table.list tbody th[scope=row]").count() == 3  # of all, and of two kinds
    opened.is_right(stranger)
    stranger.context.close()
