"""A creator's whole way in a real browser, on both databases, in both languages, on a phone and on a desk."""

from __future__ import annotations

import email
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.desk.people import PASSWORD
from tests.desk.servers import HAS_POSTGRES, running
from tests.desk.test_browser import Opened, fits
from tests.desk.test_connect import SHORT, TOKEN, instagram
from tests.desk.test_first import FALLEN
from tests.desk.test_links import TABLE
from tests.report.browsing import CHROMIUM
from tests.sources.conftest import Platform, Reply, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
no_postgres = pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql")
EVERYWHERE = pytest.mark.parametrize(
    ("own", "lang", "width"),
    [("sqlite", "de", 360), ("sqlite", "en", 1280), pytest.param("postgres", "de", 1280, marks=no_postgres)],
    indirect=["own"],
)
ONCE = pytest.mark.parametrize("own", ["sqlite"], indirect=True)
LINK = re.compile(r"https?://[^/\s]+(/(?:confirm|password)/\S+)")


@dataclass
class Own(Opened):
    """A public desk with a platform beside it; passkeys need a name, so it is opened as localhost."""

    platform: Platform = field(default_factory=Platform)

    @property
    def place(self) -> str:
        """Where it is, by name."""
        return self.desk.address.replace("127.0.0.1", "localhost")

    def _note(self, url: str) -> None:
        if not url.startswith((self.place, self.desk.address, self.platform.url, "data:")):
            self.noted.append(url)

    def newest_link(self, address: str) -> str:
        """Give the link in the newest mail to somebody."""
        found = ""
        for file in sorted((self.desk.folder / "mails").iterdir(), key=lambda file: file.stat().st_mtime):
            letter = email.message_from_bytes(file.read_bytes().partition(b"\n-----")[0])
            text = file.read_text(encoding="utf-8", errors="replace")
            if letter["To"] == address and (link := LINK.search(text)):
                found = self.place + link[1]
        return found

    def creator(self, name: str, lang: str = "en", width: int = 1280) -> Page:
        """Register somebody, by form, mail and click; gives their page, signed in."""
        page = self.page(lang, width)
        page.goto(f"{self.place}/register/")
        for key, value in (("name", name.capitalize()), ("email", f"{name}@example.org"), ("password1", PASSWORD)):
            page.fill(f"#id_{key}", value)
        page.check("#id_is_old_enough")
        page.check("#id_agrees")
        assert (fits(page), self.violations(page)) == (True, [])
        page.click("button.main")
        page.wait_for_url("**/confirm/")
        page.goto(self.newest_link(f"{name}@example.org"))
        page.click("button.main")
        page.wait_for_url("**/login/")
        self.sign_in(page, name)
        page.wait_for_url("**/me/")
        return page

    def sign_in(self, page: Page, name: str) -> None:
        """Sign in by the form."""
        page.goto(f"{self.place}/login/")
        page.fill("#id_login", f"{name}@example.org")
        page.fill("#id_password", PASSWORD)
        page.click("button.main")

    def sign_out(self, page: Page) -> None:
        """Sign out by the button at the top."""
        page.click("form[action='/logout/'] button")
        page.wait_for_url(f"{self.place}/")

    def fits_and_is_clean(self, page: Page) -> None:
        """Nothing scrolls sideways, and axe-core finds nothing."""
        assert (page.url, fits(page), self.violations(page)) == (page.url, True, [])


@pytest.fixture(scope="module")
def own(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    with serving() as platform:
        places = {f"FIEBER_INSTAGRAM{part}_URL": platform.url for part in ("", "_TOKEN", "_LOGIN")}
        app = {"FIEBER_DESK_INSTAGRAM_ID": "4711", "FIEBER_DESK_INSTAGRAM_SECRET": "app-secret"}
        folder = tmp_path_factory.mktemp(request.param)
        with running(request.param, folder, is_demo=False, FIEBER_DESK_PUBLIC="1", **places, **app) as desk:
            yield Own(desk, browser, [], platform=platform)


def upload(page: Page, content: bytes = TABLE, name: str = "lena.csv", sentence: str = "") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.fill("#id_sentence", sentence)
    page.click("button.main")
    page.wait_for_selector("article")


def hear(own: Own, page: Page) -> None:
    """Play what is read aloud, until some of it was heard."""
    sound = page.locator("audio")
    sound.evaluate("one => one.play()")
    own.desk.wait_for(lambda: bool(sound.evaluate("one => one.duration > 5 && one.currentTime > 0.2")))
    sound.evaluate("one => one.pause()")


@EVERYWHERE
def test_from_registering_to_the_curve(own: Own, lang: str, width: int) -> None:
    """Registered, confirmed, uploaded, answered, heard; after the second check-up there is a fever curve."""
    page = own.creator(f"lena-{lang}", lang, width)
    own.fits_and_is_clean(page)
    for number in range(2):
        page.click("a[href='/me/upload/']")
        page.wait_for_url("**/me/upload/")
        own.fits_and_is_clean(page)
        upload(page, sentence="50.000 Likes" if lang == "de" else "50,000 likes")
        page.wait_for_selector("article.healthy")
        if number == 0:
            own.fits_and_is_clean(page)
            hear(own, page)
        page.goto(f"{own.place}/me/")
        assert page.locator("svg.curve").count() == number
    own.fits_and_is_clean(page)

    page.click("section.account h2 a")
    page.wait_for_selector("tbody tr:nth-child(2)")
    assert page.locator("tbody tr").count() == 2
    assert page.locator("svg.curve use.look").count() == 2
    assert page.get_attribute("svg.curve", "aria-label") is not None
    own.fits_and_is_clean(page)
    page.context.close()
    assert own.noted == []


@ONCE
def test_a_forgotten_password(own: Own) -> None:
    """By a link from a mail a new one is set; then one signs in with it."""
    page = own.creator("olga")
    own.sign_out(page)
    page.goto(f"{own.place}/login/")
    page.click("a[href='/password/']")
    page.wait_for_url("**/password/")
    own.fits_and_is_clean(page)
    page.fill("#id_email", "olga@example.org")
    page.click("button.main")
    page.wait_for_url("**/password/sent/")
    own.fits_and_is_clean(page)
    page.goto(own.newest_link("olga@example.org"))
    own.fits_and_is_clean(page)
    page.fill("#id_password1", f"{PASSWORD} and better")
    page.click("button.main")
    page.wait_for_url("**/password/done/")
    own.fits_and_is_clean(page)

    page.goto(f"{own.place}/login/")
    page.fill("#id_login", "olga@example.org")
    page.fill("#id_password", f"{PASSWORD} and better")
    page.click("button.main")
    page.wait_for_url("**/me/")
    page.context.close()
    assert own.noted == []


def again(own: Own, page: Page) -> None:
    """Give the password once more, where it is asked for."""
    if "/again/" in page.url:
        own.fits_and_is_clean(page)
        page.fill("#id_password", PASSWORD)
        page.click("button.main")
        page.wait_for_load_state()


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@EVERYWHERE
def test_passkey_and_app(own: Own, lang: str, width: int) -> None:
    """An app for codes, spare codes, a passkey; then signed in by each; and both taken away again."""
    name = f"mia-{lang}"
    page = own.creator(name, lang, width)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(f"{own.place}/safety/app/")
    again(own, page)
    secret = page.inner_text(".secret")
    assert page.evaluate("document.querySelector('img.qr').naturalWidth > 50")
    own.fits_and_is_clean(page)
    page.fill("#id_code", code_of(secret))
    page.click("button.main")
    page.wait_for_url("**/safety/codes/")
    own.fits_and_is_clean(page)
    spare = page.locator("ul.codes code").first.inner_text()
    page.goto(f"{own.place}/safety/passkey/")
    again(own, page)
    own.fits_and_is_clean(page)
    page.fill("#id_name", "Phone")
    page.click("button.main")
    page.wait_for_selector("li:has-text('Phone')")
    own.fits_and_is_clean(page)

    own.sign_out(page)
    page.goto(f"{own.place}/login/")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/me/")

    own.sign_out(page)
    own.sign_in(page, name)
    page.wait_for_url("**/login/code/")
    own.fits_and_is_clean(page)
    page.fill("#id_code", spare)
    page.click("button.main")
    page.wait_for_url("**/me/")

    page.goto(f"{own.place}/safety/")
    for address in ("/remove/", "/app/remove/"):
        page.locator(f"a[href$='{address}']").first.click()
        page.wait_for_selector("main form")
        again(own, page)
        own.fits_and_is_clean(page)
        page.click("button.main")
        page.wait_for_url("**/safety/")
    assert page.locator("li:has-text('Phone')").count() == 0
    own.sign_out(page)
    own.sign_in(page, name)
    page.wait_for_url("**/me/")
    page.context.close()
    assert own.noted == []


def at_instagram(asked: Any) -> Reply:
    """Say yes at Instagram's own login, which sends the person back."""
    if asked.path == "/oauth/authorize":
        params = asked.params
        back = f"{params['redirect_uri']}?code=A-CODE&state={params['state']}#_"
        return Reply({}, 302, {"Location": back})
    return instagram(asked)


@EVERYWHERE
def test_instagram_there_and_back(own: Own, lang: str, width: int) -> None:
    """Connected by its own login, measured with a sentence, let go of by one click."""
    own.platform.answers = at_instagram
    page = own.creator(f"vera-{lang}", lang, width)
    page.click("a[href='/me/connect/']")
    page.wait_for_url("**/me/connect/")
    own.fits_and_is_clean(page)
    page.click("a[href='/me/connect/instagram/']")
    page.wait_for_url(re.compile("/me/accounts/[0-9]+/"))
    assert page.inner_text("h1").startswith("lena")
    own.fits_and_is_clean(page)
    page.fill("#id_sentence", "50k")
    page.click("button.main")
    page.wait_for_selector("article.healthy")

    page.go_back()
    page.click("details.forget summary")
    page.click("details.forget button")
    page.wait_for_url("**/disconnect/")
    assert ("Apps und Websites" if lang == "de" else "Apps and websites") in page.inner_text("main")
    own.fits_and_is_clean(page)
    page.context.close()
    assert own.noted == []
    assert not any(token in asked.whole for asked in own.platform.seen for token in (f"={TOKEN}&", f"/{SHORT}"))


@EVERYWHERE
def test_what_is_not_clear_is_looked_at(own: Own, lang: str, width: int) -> None:
    """Few posts: the person asks, a manager answers, the person reads it above the finding."""
    page, staff = own.creator(f"nina-{lang}", lang, width), own.signed_in()
    invited(own, staff)
    page.goto(f"{own.place}/me/upload/")
    upload(page, TABLE[:300].rpartition(b"\n")[0], "nina.csv", "50k?")
    page.wait_for_selector("article.unknown")
    page.click("form[action$='/ask/'] button")
    page.wait_for_selector("[role=status]")
    own.fits_and_is_clean(page)

    staff.set_viewport_size({"width": width, "height": 800})
    staff.goto(f"{own.desk.address}/inquiries/")
    own.fits_and_is_clean(staff)
    staff.locator("ul.ways a").first.click()
    staff.wait_for_selector("#id_answer")
    own.fits_and_is_clean(staff)
    staff.fill("#id_answer", "Come back in a month.")
    staff.click("form[action$='/answer/'] button")
    staff.wait_for_url("**/inquiries/")
    page.reload()
    assert "Come back in a month." in page.inner_text("main .next >> nth=0")
    own.fits_and_is_clean(page)
    page.context.close()
    assert own.noted == []


def invited(own: Own, staff: Page) -> None:
    """Have a manager join, so that there is somebody to ask."""
    staff.goto(f"{own.desk.address}/people/")
    if staff.locator("tbody tr").count() < 2 or "Toni" not in staff.inner_text("main"):
        staff.select_option("#id_role", "manager")
        staff.click("button.main")
        guest = own.page()
        guest.goto(staff.input_value(".copy textarea"))
        for name, value in (("name", "Toni"), ("email", "toni@example.org"), ("password", PASSWORD)):
            guest.fill(f"#id_{name}", value)
        guest.click("button.main")
        guest.wait_for_url("**/links/")
        guest.context.close()


@ONCE
def test_progress_and_cancel(own: Own) -> None:
    """On a slow line one sees how far it is, cancels, and nothing of the file is kept; then it goes through."""
    page = own.creator("uta")
    page.goto(f"{own.place}/me/upload/")
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    speed = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
    slow.send("Network.emulateNetworkConditions", speed)
    page.set_input_files("input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"x" * 8_000_000})
    page.click("button.main")
    own.desk.wait_for(lambda: bool(page.evaluate("document.querySelector('progress').value > 1")))
    assert "% uploaded" in page.inner_text("#told")
    own.fits_and_is_clean(page)

    page.click(".uploading button")
    page.wait_for_selector("p.problem:has-text('Cancelled')")
    own.desk.wait_for(lambda: list((own.desk.folder / "uploads").iterdir()) == [])
    slow.send("Network.emulateNetworkConditions", speed | {"uploadThroughput": -1})
    upload(page)
    page.context.close()


@ONCE
def test_a_first_answer_leads_to_registering(own: Own) -> None:
    """Below an answer on a public desk stands the way to a history."""
    page = own.page()
    page.fill("#id_likes", FALLEN)
    page.click("button.main")
    page.wait_for_selector("article.high_fever")
    page.click("main a[href='/register/']")
    page.wait_for_selector("#id_password1")
    page.context.close()
