"""Connecting accounts, asking their platforms, and letting go of them."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from django.utils import timezone

from fieber.desk.accounts import instagram
from fieber.desk.accounts.models import Account, Connection
from fieber.desk.sandbox import BROKEN, ENVIRONMENT, OUT_OF_MEMORY, Refused
from fieber.desk.sandbox.process import run

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.desk.people.models import Person

CHILD = (sys.executable, "-I", "-m", "fieber.desk.accounts.fetching")
WALL_SECONDS = 300
MOST_ANSWER = 2**16  # a sentence in two languages
HANDED_ON = ("FIEBER_BLUESKY_URL", "FIEBER_INSTAGRAM_URL", "FIEBER_MASTODON_URL", "HTTPS_PROXY", "SSL_CERT_FILE")
LONGEST_NAME, LONGEST_PLATFORM = 200, 40  # letters, as in the table
SLOW = Refused(
    de="Die Plattform antwortet zu langsam. Versuch es später noch einmal.",
    en="The platform answers too slowly. Try again later.",
)
TOO_LONG = Refused(
    de="Die Plattform schickt mehr, als ich lesen kann. Bei diesem Account komme ich so nicht weiter.",
    en="The platform sends more than I can read. With this account I get no further this way.",
)


def clipped(name: str, platform: str) -> tuple[str, str]:
    """Give name and platform of an account as every database takes them, whatever stood in a file."""
    return name.replace("\0", "")[:LONGEST_NAME], platform.replace("\0", "")[:LONGEST_PLATFORM]


def account_of(owner: Person, platform: str, name: str) -> Account:
    """Give somebody's account of this name, or make it."""
    name, platform = clipped(name, platform)
    known = Account.objects.filter(owner=owner, platform=platform, name=name).order_by("pk").first()
    return known or Account.objects.create(owner=owner, platform=platform, name=name)


def connect(account: Account, target: str, access: instagram.Access | None = None) -> None:
    """Have an account read from its platform from now on.

    Args:
        target: as `fieber check` takes it, "bluesky:name". access: what the platform gave, where it gives something.
    """
    told = {"token": access.token, "expires_at": access.until} if access else {"token": "", "expires_at": None}
    Connection.objects.update_or_create(account=account, defaults={"target": target, **told})


def disconnect(account: Account) -> None:
    """Let go of an account: token and connection are gone, what was found stays."""
    Connection.objects.filter(account=account).delete()


def fetch(connection: Connection, folder: Path) -> Refused | None:
    """Ask the platform, in a process that knows only this token, and put what it says into a folder.

    Args:
        folder: to be made, in one that is there; the process can write into the latter only.

    Returns:
        Why there is nothing, in a sentence; None where it went well.
    """
    token = _renewed_token(connection)
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    if token:
        environment["FIEBER_INSTAGRAM_TOKEN"] = token
    order = json.dumps({"target": connection.target, "folder": str(folder)}).encode()
    environment |= ENVIRONMENT | {"HOME": str(folder.parent)}
    done = run(CHILD, order, environment, seconds=WALL_SECONDS, most=MOST_ANSWER)
    if done.is_late:
        return SLOW
    if done.code < 0 or done.code == OUT_OF_MEMORY or len(done.told) > MOST_ANSWER:
        return TOO_LONG
    if done.code:
        return BROKEN
    return Refused(**json.loads(done.told)) if done.told else None


def _renewed_token(connection: Connection) -> str:
    """Give the token, asked anew in good time; one that Instagram does not renew yet is still good."""
    token = str(connection.token)
    if not token or connection.expires_at is None or connection.expires_at > timezone.now() + instagram.RENEW_BEFORE:
        return token
    try:
        renewed, until = instagram.renewed(token)
    except instagram.NotGivenError:
        return token
    # no row where the person has let go in the meantime
    Connection.objects.filter(pk=connection.pk).update(token=renewed, expires_at=until)
    return renewed
