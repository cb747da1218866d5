"""Connecting accounts: Instagram by its own login, public ones by name; read outside the walls, judged within."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import person
from tests.desk.test_links import lying_around, work
from tests.sources.conftest import Asked, Platform, Reply, platform  # noqa: F401 - a server on loopback, for tests here

from fieber.desk.accounts import services
from fieber.desk.accounts.models import Account, Connection
from fieber.desk.accounts.services import fetch
from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponse

CODE, SHORT, TOKEN, RENEWED = "A-CODE", "SHORT-TOKEN-1", "LONG-TOKEN-123456", "RENEWED-TOKEN-9"
SIXTY_DAYS = 60 * 24 * 3600
MEDIA = 60


def media(number: int) -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(days=2 * number + 3)
    return {
        "id": f"m{number}",
        "media_type": "IMAGE",
        "media_product_type": "FEED",
        "permalink": f"https://www.instagram.com/p/{number}/",
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "like_count": 800 + 90 * (number % 5),
        "comments_count": 3,
    }


def instagram(asked: Asked) -> Reply:  # noqa: PLR0911 - one answer a kind of question
    """Give what Instagram's documentation says, for one professional account."""
    params, path = asked.params, asked.path.removeprefix("/v25.0")
    if path == "/oauth/access_token":
        is_right = (params["code"], params["client_secret"]) == (CODE, "app-secret")
        return Reply({"access_token": SHORT, "user_id": 17}) if is_right else no()
    if path == "/access_token":
        is_right = (params["client_secret"], params["access_token"]) == ("app-secret", SHORT)
        return Reply({"access_token": TOKEN, "token_type": "bearer", "expires_in": SIXTY_DAYS}) if is_right else no()
    if path == "/refresh_access_token":
        return Reply({"access_token": RENEWED, "token_type": "bearer", "expires_in": SIXTY_DAYS})
    if asked.headers.get("authorization") not in {f"Bearer {TOKEN}", f"Bearer {RENEWED}"}:
        return no()
    if path == "/me":
        return Reply({"username": "lena", "followers_count": 10_801, "media_count": MEDIA})
    if path == "/me/media":
        return Reply({"data": [media(n) for n in range(MEDIA)], "paging": {"cursors": {"after": "x"}}})
    return Reply({"data": []})


def no() -> Reply:
    return Reply({"error": {"code": 190, "message": f"says too much: {TOKEN}"}}, 400)


def bluesky(asked: Asked) -> Reply:
    """Give a profile and 60 posts."""
    if asked.path.endswith("getProfile"):
        return Reply({"handle": "lena.bsky.social", "followersCount": 900, "postsCount": 60})
    posts = [
        {
            "post": {
                "uri": f"at://did:plc:x/app.bsky.feed.post/{n}",
                "author": {"handle": "lena.bsky.social", "did": "did:plc:x"},
                "record": {"text": "…", "createdAt": media(n)["timestamp"].replace("+0000", "Z")},
                "likeCount": 800 + 90 * (n % 5),
                "repostCount": 3,
                "replyCount": 1,
                "indexedAt": media(n)["timestamp"].replace("+0000", "Z"),
            }
        }
        for n in range(60)
    ]
    return Reply({"feed": posts})


@pytest.fixture(autouse=True)
def _served(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 - the fixture
    platform.answers = instagram
    for name in ("INSTAGRAM", "INSTAGRAM_TOKEN", "INSTAGRAM_LOGIN", "BLUESKY"):
        monkeypatch.setenv(f"FIEBER_{name}_URL", platform.url)
    monkeypatch.setattr(settings, "INSTAGRAM_ID", "4711")
    monkeypatch.setattr(settings, "INSTAGRAM_SECRET", "app-secret")


@pytest.fixture
def lena(kept: None) -> Client:
    client = Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")
    client.force_login(person("lena", Role.CREATOR))
    return client


def state_of(client: Client) -> str:
    """Go towards Instagram, and give what it has to bring back."""
    address = urlsplit(client.get(reverse("own_instagram"))["Location"])
    asked = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert address.path == "/oauth/authorize"
    assert (asked["client_id"], asked["response_type"]) == ("4711", "code")
    assert asked["redirect_uri"].endswith(reverse("own_instagram_back"))
    assert "publish" not in asked["scope"]
    return asked["state"]


def come_back(client: Client, **brought: str) -> HttpResponse:
    return client.get(reverse("own_instagram_back"), brought)


def connected(client: Client) -> Account:
    answer = come_back(client, code=f"{CODE}#_", state=state_of(client))
    assert answer.status_code == 302
    return Account.objects.get()


def test_instagram_by_its_own_login(lena: Client, platform: Platform) -> None:  # noqa: F811 - the fixture
    """There and back: the account is known by its name, the token lies sealed, and the check-up reads with it."""
    account = connected(lena)
    assert (account.name, account.platform) == ("lena", "instagram")
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM accounts_connection")
        assert TOKEN.encode() not in bytes(cursor.fetchone()[0])
    assert account.connection.expires_at > timezone.now() + timedelta(days=59)

    page = lena.post(reverse("own_account", args=[account.pk]), {"sentence": "My likes are down"})
    work()

    checkup = Checkup.objects.get()
    assert (checkup.state, checkup.account, page["Location"]) == (
        State.DONE,
        account,
        reverse("checkup", args=[checkup.pk]),
    )
    assert Finding.objects.get().verdict == "healthy"
    assert lying_around() == []
    assert not any(TOKEN in asked.whole for asked in platform.seen if asked.path != "/access_token")


def test_what_instagram_did_not_ask_for_is_not_taken(lena: Client, platform: Platform) -> None:  # noqa: F811 - the fixture
    """Without our state, with another one, or with one that was used: nothing is connected, and nothing is asked."""
    state = state_of(lena)

    for brought in ({"code": CODE}, {"code": CODE, "state": "another"}, {"code": CODE, "state": state}):
        assert come_back(lena, **brought).status_code == 400

    assert not Connection.objects.exists()
    assert platform.seen == []


def test_who_says_no_at_instagram_is_not_connected(lena: Client) -> None:
    """The page says so, and that nothing is connected."""
    answer = come_back(lena, error="access_denied", state=state_of(lena))

    assert "You did not agree at Instagram" in answer.content.decode()
    assert not Account.objects.exists()


@pytest.mark.parametrize("code", ["A-WRONG-CODE", ""])
def test_a_code_that_instagram_does_not_take(lena: Client, code: str) -> None:
    """One sentence, in which nothing of what Instagram says stands."""
    answer = come_back(lena, code=code or "x", state=state_of(lena))

    assert answer.status_code == 400
    assert "Instagram did not let us in" in answer.content.decode()
    assert TOKEN not in answer.content.decode()


def test_disconnected_by_one_click(lena: Client) -> None:
    """The token is gone, the page says how the app is removed at Instagram, and what was found stays."""
    account = connected(lena)
    lena.post(reverse("own_account", args=[account.pk]), {"sentence": ""})
    work()

    answer = lena.post(reverse("own_disconnect", args=[account.pk]))

    assert "Apps and websites" in answer.content.decode()
    assert not Connection.objects.exists()
    assert Finding.objects.count() == 1
    assert lena.post(reverse("own_account", args=[account.pk]), {"sentence": "x"}).status_code == 200
    assert Checkup.objects.count() == 1


def test_a_token_is_renewed_in_good_time(lena: Client, tmp_path: Path) -> None:
    """Within its last 30 days another one is asked for and kept."""
    account = connected(lena)
    Connection.objects.update(expires_at=timezone.now() + timedelta(days=20))

    assert fetch(Connection.objects.get(account=account), tmp_path / "history") is None

    kept = Connection.objects.get(account=account)
    assert kept.token == RENEWED
    assert kept.expires_at > timezone.now() + timedelta(days=59)


def test_a_token_that_is_taken_back_is_told(lena: Client, platform: Platform) -> None:  # noqa: F811 - the fixture
    """The check-up says: connect it again."""
    account = connected(lena)
    platform.answers = lambda _asked: no()

    path = lena.post(reverse("own_account", args=[account.pk]), {"sentence": "x"})["Location"]
    work()

    assert "Connect the account again" in lena.get(path).content.decode()
    assert lying_around() == []


def test_where_no_app_is_set_up_the_page_says_so(lena: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No button that leads nowhere."""
    monkeypatch.setattr(settings, "INSTAGRAM_ID", "")

    assert "not registered with Instagram" in lena.get(reverse("own_connect")).content.decode()
    assert lena.get(reverse("own_instagram"))["Location"] == reverse("own_connect")


def test_a_public_account_by_its_name(lena: Client, platform: Platform) -> None:  # noqa: F811 - the fixture
    """Named, connected, read without any login, told."""
    platform.answers = bluesky

    path = lena.post(reverse("own_connect"), {"account": "@Lena.bsky.social"})["Location"]
    lena.post(path, {"sentence": "My likes are down"})
    work()

    account = Account.objects.get()
    assert (account.platform, account.name, account.connection.target) == (
        "bluesky",
        "lena.bsky.social",
        "bluesky:lena.bsky.social",
    )
    assert Finding.objects.get().verdict == "healthy"
    assert all("authorization" not in asked.headers for asked in platform.seen)


@pytest.mark.parametrize(
    ("told", "target"),
    [
        ("@lena@mastodon.social", "mastodon:@lena@mastodon.social"),
        (" lena@Mastodon.social ", "mastodon:@lena@mastodon.social"),
        ("lena", None),
        ("https://instagram.com/lena", None),
        ("lena@127.0.0.1", None),
        ("lena@localhost", None),
        ("--help", None),
    ],
)
def test_names_of_accounts(lena: Client, told: str, target: str | None) -> None:
    """The shape says which platform it is; what has none is refused in a sentence."""
    answer = lena.post(reverse("own_connect"), {"account": told})

    assert answer.status_code == (400 if target is None else 302)
    assert [one.target for one in Connection.objects.all()] == ([] if target is None else [target])


PROGRAM = """
import socket, sys
import httpx
from fieber.desk.accounts.fetching import connect_to_public_addresses_only
connect_to_public_addresses_only()
for host in ("localhost", "127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "100.64.0.1", "93.184.215.14"):
    try:
        print(socket.getaddrinfo(host, 80)[0][4][0])
    except socket.gaierror:
        pass
try:
    print(httpx.get(sys.argv[1]).status_code)
except httpx.ConnectError:
    print("refused")
"""


@pytest.mark.parametrize("is_trusted", [False, True])
def test_nobody_looks_around_in_our_network(platform: Platform, *, is_trusted: bool) -> None:  # noqa: F811 - the fixture
    """A name that leads to this machine or its network is not asked; one that the operator names is."""
    platform.answers = lambda _asked: Reply({})
    environment = {"PATH": "", **({"FIEBER_MASTODON_URL": platform.url} if is_trusted else {})}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, platform.url], env=environment, check=True, capture_output=True, text=True
    )

    local = ["127.0.0.1"] if is_trusted else []
    assert done.stdout.split() == [*local, "93.184.215.14", "200" if is_trusted else "refused"]
    assert len(platform.seen) == is_trusted


STARVING = """
import resource
from fieber.desk.accounts import fetching
from fieber.desk.sandbox import walls
pages = int(open("/proc/self/statm").read().split()[0])
walls.MOST_MEMORY = pages * resource.getpagesize() + 60 * 2**20  # all that is loaded, and little more
fetching.main()
"""
WALLED = """
import os, pathlib, socket, sys
from fieber.desk.sandbox import walls
walls.build(None, pathlib.Path(sys.argv[1]), network=True)
pathlib.Path(sys.argv[1], "history").mkdir()
print(socket.getaddrinfo("localhost", 80)[0][4][0])
socket.create_connection(("127.0.0.1", int(sys.argv[3]))).close()
for attempt in (os.fork, pathlib.Path(sys.argv[2]).read_bytes, pathlib.Path(sys.argv[2]).with_name("x").touch):
    try:
        attempt()
    except PermissionError:
        print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls")
def test_an_answer_that_swells_does_not_eat_the_machine(
    lena: Client,
    platform: Platform,  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The process that asks has so much memory; the person gets a sentence, and nothing is left lying around."""
    platform.answers = lambda _asked: Reply(b"[" + b"[]," * 3_000_000 + b"[]]")  # 9 MB, 200 MB once read
    monkeypatch.setattr(services, "CHILD", (sys.executable, "-I", "-c", STARVING))

    path = lena.post(reverse("own_connect"), {"account": "lena.bsky.social"})["Location"]
    path = lena.post(path, {"sentence": "My likes are down"})["Location"]
    work()

    assert "sends more than I can read" in lena.get(path).content.decode()
    assert lying_around() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls")
def test_whoever_asks_sees_no_file_of_the_desk(platform: Platform, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    """It looks names up, connects, and writes into its folder; the desk's files and other processes are closed."""
    folder, secret = tmp_path / "own", tmp_path / "secret"
    folder.mkdir()
    secret.write_text("x")
    command = [sys.executable, "-I", "-c", WALLED, str(folder), str(secret), platform.url.rpartition(":")[2]]

    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert done.stdout.split()[1:] == ["refused"] * 3


def test_two_creators_have_nothing_in_common(lena: Client, platform: Platform) -> None:  # noqa: F811 - the fixture
    """The same public account, connected by two people, is an account of each."""
    platform.answers = bluesky
    other = Client(SERVER_NAME="127.0.0.1")
    other.force_login(person("mia", Role.CREATOR))

    first = lena.post(reverse("own_connect"), {"account": "lena.bsky.social"})["Location"]
    second = other.post(reverse("own_connect"), {"account": "lena.bsky.social"})["Location"]

    assert first != second
    assert other.get(first).status_code == 404
