"""A manager's day in a real browser: `python benchmarks/desk_day.py [ACCOUNTS] [CALLS]`, in an empty folder.

A desk of its own (SQLite, its worker, two server processes) and a manager who signs in, brings a file of everybody's
posts and a list of names, looks through the list, takes calls with sentences that people really said (`../shared`,
where present), answers the worried together, and takes everything along. Prints a Markdown table: seconds by the clock
from the click to the page. Typing is not counted, but it takes its time: what is loaded meanwhile is loaded.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import tests
from playwright.sync_api import sync_playwright

from fieber.simulate.patients import patients

ROOT = Path(__file__).parent.parent
tests.__path__ = [str(ROOT / "tests"), *tests.__path__]  # another package brings a top-level `tests` too

from tests.desk.servers import environment, running  # noqa: E402 - see above
from tests.report.browsing import ARGUMENTS, CHROMIUM  # noqa: E402 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from tests.desk.servers import Desk

COMPLAINTS = ROOT.parent / "shared" / "complaints" / "complaints.jsonl"
INVENTED = ("Meine Likes sind halbiert", "Ich habe immer 50.000 Likes!", "Bin ich im Shadowban?")
SEED = 20261123
PASSWORD = "a whole sentence is good"  # noqa: S105 - of somebody who does not exist
CAUSES = ("noise",) * 16 + ("distribution", "content", "slow_decline", "after_viral_hit")
POSTS = 60
WORRIED = 8
EACH_CASE = 3  # every third call becomes a case
TALK_SECONDS = 6.0  # in which the three sentences are read aloud: quicker than anybody can
KEY_MILLISECONDS = 60  # between two letters: who types along while somebody talks is slower
PATIENCE = 300_000.0  # milliseconds
FILL = f"""
import django
django.setup()
from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup, Inquiry
from fieber.desk.checkups.services import keep_findings
from fieber.desk.people.models import Person
Person.objects.create_user("mara@example.org", {PASSWORD!r}, name="Mara", role="manager", language="de")
told = dict(claims=[dict(kind="claim_level")], answer=["Deine Likes sind wie immer."], advice=[dict(do="Nichts.")])
for i in range({WORRIED}):
    asker = Person.objects.create_user(f"c{{i}}@example.org", None, name=f"Lena {{i}}", role="creator", language="de")
    account = Account.objects.create(name=f"lena_{{i}}", platform="instagram", owner=asker)
    checkup = Checkup.objects.create(account=account, started_by=asker, sentence="Keiner sieht mich mehr")
    pages = dict(de="<article>Kein Fieber.</article>", en="<article>No fever.</article>")
    found = dict(account=account.name, verdict="healthy", temperature=36.4, pages=pages, is_clear=False)
    keep_findings(checkup.pk, [found | dict(contract=dict(de=told, en=told))])
    Inquiry.objects.create(checkup=checkup)
"""


class Watch:
    """Seconds of each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        """Time what is done within."""
        start = time.perf_counter()
        yield
        self.seconds[step].append(time.perf_counter() - start)

    def table(self) -> str:
        """Give all steps as Markdown."""
        rows = [
            f"| {step} | {len(took)} | {np.median(took):.1f} | {max(took):.1f} |" for step, took in self.seconds.items()
        ]
        return "\n".join(["| step | times | median, s | longest, s |", "|---|---:|---:|---:|", *rows])


def main() -> None:
    """Play the day, print the table."""
    accounts, calls = (int(told) for told in (sys.argv[1:] + ["400", "30"][len(sys.argv) - 1 :]))
    watch = Watch()
    with tempfile.TemporaryDirectory() as place, running("sqlite", Path(place)) as desk, sync_playwright() as play:
        folder = Path(place)
        write_files(folder, accounts)
        subprocess.run([sys.executable, "-c", FILL], env=environment(desk.folder, ""), check=True, cwd=ROOT)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="de").new_page()
        page.set_default_timeout(PATIENCE)
        morning(page, desk, watch, folder)
        look_through(page, desk, watch)
        for sentence in sentences(calls):
            take_call(page, desk, watch, sentence)
        answer_together(page, desk, watch)
        take_along(page, desk, watch)
        browser.close()
    print(watch.table())


def write_files(folder: Path, accounts: int) -> None:
    """Write everybody's posts as CSV, and their names with owners and tags as Excel."""
    cohort = patients(CAUSES, accounts=accounts // len(CAUSES), seed=SEED, platform="instagram", years=1.5)
    posts = cohort.posts.sort("account", "posted_at").group_by("account", maintain_order=True).tail(POSTS)
    posts.drop("url", "topic").write_csv(folder / "posts.csv")
    names = posts.select("account", "platform").unique(maintain_order=True)
    owner = pl.Series("owner", ["Kim", "Ali"] * (names.height // 2) + ["Kim"] * (names.height % 2))
    names.with_columns(owner, tags=pl.lit("music, new")).write_excel(folder / "names.xlsx")


def sentences(calls: int) -> list[str]:
    """Give what so many people say, different ones as far as there are."""
    said = list(INVENTED)
    if COMPLAINTS.is_file():
        said = [json.loads(line)["text"] for line in COMPLAINTS.read_text(encoding="utf-8").splitlines()]
    order = np.random.default_rng(SEED).permutation(len(said))
    return [said[order[i % len(said)]] for i in range(calls)]


def morning(page: Page, desk: Desk, watch: Watch, folder: Path) -> None:
    """Sign in, bring both files, and wait until they are read."""
    page.goto(f"{desk.address}/login/")
    page.fill("#id_login", "mara@example.org")
    page.fill("#id_password", PASSWORD)
    with watch.time("sign in"):
        page.click("button.main")
        page.wait_for_url("**/links/")
    for what, file in (("posts", "posts.csv"), ("names", "names.xlsx")):
        page.goto(f"{desk.address}/roster/import/")
        page.select_option("#id_what", what)
        page.set_input_files("#id_files", folder / file)
        with watch.time(f"bring {file}, until it is read"):
            page.click("button.main")
            page.wait_for_url("**/roster/")
            page.wait_for_selector("table.roster")
            page.wait_for_selector("[hx-get]", state="detached")


def look_through(page: Page, desk: Desk, watch: Watch) -> None:
    """Open the list, search, filter, keep the search, open the page of the day."""
    with watch.time("open the list"):
        page.goto(f"{desk.address}/roster/")
    for step, query in (("search a name", "words=mila"), ("filter: fever, Kim", "verdict=fever&keeper=Kim")):
        with watch.time(step):
            page.goto(f"{desk.address}/roster/?{query}")
    page.click("details.forget summary")
    page.fill("#name", "Kims Fieber")
    with watch.time("keep a search"):
        page.click("details.forget button >> nth=0")
        page.wait_for_selector(".views")
    with watch.time("whom to call today"):
        page.goto(f"{desk.address}/roster/today/")


def take_call(page: Page, desk: Desk, watch: Watch, sentence: str) -> None:
    """Open whoever is next, type what they say, have the answer, note something."""
    upcoming = page.locator("[data-key='n'], .calls li a")
    with watch.time("call: open the account"):
        if upcoming.count():
            upcoming.first.click()
        else:  # somebody who is not in the queue calls: found by name
            place = len(watch.seconds["call: the answer"]) + 1
            page.goto(f"{desk.address}/roster/?verdict=healthy")
            page.click(f"table.roster tbody tr:nth-child({place}) th a")
        page.wait_for_selector("#id_sentence")
    page.type("#id_sentence", sentence.replace("\n", " "), delay=KEY_MILLISECONDS)
    with watch.time("call: the answer"):
        page.press("#id_sentence", "Enter")
        page.wait_for_selector(".aloud, .problem")
    time.sleep(TALK_SECONDS)
    page.fill("#id_notes", "Hat angerufen, war freundlich.")
    with watch.time("call: keep a note"):
        page.click("section.ask button")
        page.wait_for_selector("#kept:not(:empty)")
    if len(watch.seconds["call: the answer"]) % EACH_CASE == 0 and page.locator(".aloud").count():
        take_case(page, watch)


def take_case(page: Page, watch: Watch) -> None:
    """Begin a case from the call, read its draft, note that it was sent; then go on with the calls of the day."""
    with watch.time("case: begin it"):
        page.click("form[action$='/cases/new/'] button")
        page.wait_for_selector("#id_whose")
    with watch.time("case: until its draft is there"):
        page.click("button.main")
        page.wait_for_selector("#id_text")
    with watch.time("case: answered"):
        page.click("button[value=copied]")
        page.wait_for_selector("#id_outcome_0")
    with watch.time("case: back to the day"):
        page.click("header a[href$='/today/']")
        page.wait_for_selector("h1")


def answer_together(page: Page, desk: Desk, watch: Watch) -> None:
    """Answer all who worry about a healthy account."""
    page.goto(f"{desk.address}/roster/today/")
    with watch.time(f"drafts for {WORRIED} who worry"):
        page.click("form[action$='drafts/'] button.main")
        page.wait_for_selector("textarea")
    with watch.time(f"release {WORRIED} answers"):
        page.click("button.main")
        page.wait_for_url("**/today/?released=*")


def take_along(page: Page, desk: Desk, watch: Watch) -> None:
    """Take a page for a client and the list along."""
    page.goto(f"{desk.address}/roster/")
    page.click("table.roster tbody tr:nth-child(1) th a")
    page.wait_for_selector("#id_sentence")
    for step, button in (("PDF for a client", "button[name=lang][value=de]"),):
        with watch.time(step), page.expect_download():
            page.click(button)
    page.goto(f"{desk.address}/roster/")
    for form in ("csv", "xlsx"):
        with watch.time(f"export as {form}"), page.expect_download():
            page.click(f"a[href*='/export/{form}/']")


if __name__ == "__main__":
    main()
