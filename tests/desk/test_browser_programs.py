"""Keys, the API over the net, webhooks and the audit log on whole desks: both languages, widths and databases."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.desk.servers import running
from tests.desk.test_api import EXPORT
from tests.desk.test_browser import Opened, fits, no_postgres
from tests.desk.test_hooks import Program, listening
from tests.report.browsing import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
BOTH = pytest.mark.parametrize(("lang", "width"), [("de", 360), ("en", 1280)])
FOLDER = os.environ.get("FIEBER_TEST_PICTURES")  # where to put what a page looks like, for whoever wants to look


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=no_postgres)])
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp(f"programs_{request.param}")
    with running(request.param, folder, FIEBER_DESK_HOOKS_PRIVATE="1") as desk:
        yield Opened(desk, browser, [])


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with listening() as one:
        yield one


def look(opened: Opened, page: Page, lang: str, width: int, name: str) -> None:
    """See a page in this language and width: it fits, axe-core finds nothing, its button still works."""
    page.set_viewport_size({"width": width, "height": 800})
    if page.get_attribute("html", "lang") != lang:
        page.click("button[name=language]")
        page.wait_for_selector(f"html[lang={lang}]")
    if FOLDER and not opened.desk.database:
        page.screenshot(path=f"{FOLDER}/{name}-{lang}-{width}.png", full_page=True)
    assert (page.url, fits(page), opened.violations(page)) == (page.url, True, [])


def key(opened: Opened, page: Page, lang: str, width: int) -> str:
    """Make a key for everything, by the form; it stands there once."""
    page.goto(f"{opened.desk.address}/tokens/")
    look(opened, page, lang, width, "empty")
    page.fill("#id_label", "Script")
    for box in page.locator("input[name=scopes]").all():
        box.check()
    page.click("button.main")
    page.wait_for_selector("[role=status]")
    made = page.input_value(".copy textarea")
    look_only(opened, page, lang, width, "key")
    return made


def look_only(opened: Opened, page: Page, lang: str, width: int, name: str) -> None:
    """Look at an answer to a form, which is not asked for again."""
    if FOLDER and not opened.desk.database:
        page.screenshot(path=f"{FOLDER}/{name}-{lang}-{width}.png", full_page=True)
    assert (page.url, fits(page), opened.violations(page)) == (page.url, True, [])


@BOTH
def test_from_a_key_to_a_finding(opened: Opened, program: Program, lang: str, width: int) -> None:
    """A key from the page uploads over the net; the finding comes as JSON; a webhook tells of it; all is noted."""
    page = opened.signed_in()
    program.heard.clear()
    page.goto(f"{opened.desk.address}/hooks/")
    look(opened, page, lang, width, "hooks-empty")
    page.fill("#id_address", program.address)
    for box in page.locator("input[name=events]").all():
        box.check()
    page.click("button.main")
    page.wait_for_selector("[role=status]")
    assert page.input_value(".copy textarea").startswith("whsec_")
    look_only(opened, page, lang, width, "hook")

    headers = {"Authorization": f"Bearer {key(opened, page, lang, width)}", "Accept-Language": lang}
    with httpx.Client(base_url=opened.desk.address, headers=headers, timeout=60) as asked:
        files = {"files": ("posts.csv", EXPORT.encode())}
        sent = [asked.post("/api/v1/checkups", files=files, headers={"Idempotency-Key": lang}) for _ in range(2)]
        assert [(one.status_code, one.headers["Location"]) for one in sent] == [(202, sent[0].headers["Location"])] * 2
        told: dict[str, Any] = {}

        def is_done() -> bool:
            told.update(asked.get(sent[0].headers["Location"]).json())
            return told["state"] == "done"

        opened.desk.wait_for(is_done)
        assert told["findings"][0]["finding"]["lang"] == lang
        assert asked.get("/api/v1/nothing").headers["Content-Type"] == "application/problem+json"
    opened.desk.wait_for(lambda: any(json.loads(body)["data"]["checkup"] == told["id"] for *_, body in program.heard))

    page.goto(f"{opened.desk.address}/hooks/")
    opened.desk.wait_for(lambda: bool(page.reload()) and "204" in page.inner_text("main"))
    look(opened, page, lang, width, "hooks")
    page.goto(f"{opened.desk.address}/tokens/")
    look(opened, page, lang, width, "tokens")
    page.locator("table.list button").first.click()
    page.goto(f"{opened.desk.address}/audit/")
    look(opened, page, lang, width, "audit")
    page.goto(f"{opened.desk.address}/calendar/")
    page.click("button.main")
    page.wait_for_selector("[role=status]")
    look_only(opened, page, lang, width, "calendar")
    assert httpx.get(page.input_value(".copy textarea")).headers["Content-Type"].startswith("text/calendar")
    page.goto(f"{opened.desk.address}/audit/")
    lines = re.findall(r"\d+", page.inner_text("[role=status]"))
    assert int(lines[0]) >= 3
    page.goto(f"{opened.desk.address}/hooks/")
    page.locator("table.list").first.locator("button").first.click()
    assert opened.noted == []
