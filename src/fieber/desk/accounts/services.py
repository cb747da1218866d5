"""Connecting accounts, asking their platforms, and letting go of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from django.utils import timezone

from fieber.desk.accounts import instagram
from fieber.desk.accounts.models import Account, Connection
from fieber.desk.sandbox import BROKEN, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.desk.people.models import Person

CHILD = (sys.executable, "-I", "-m", "fieber.desk.accounts.fetching")
WALL_SECONDS = 300
HANDED_ON = ("FIEBER_BLUESKY_URL", "FIEBER_INSTAGRAM_URL", "FIEBER_MASTODON_URL", "HTTPS_PROXY", "SSL_CERT_FILE")
SLOW = Refused(
    de="Die Plattform antwortet zu langsam. Versuch es später noch einmal.",
    en="The platform answers too slowly. Try again later.",
)


def account_of(owner: Person, platform: str, name: str) -> Account:
    """Give somebody's account of this name, or make it."""
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

    Returns:
        Why there is nothing, in a sentence; None where it went well.
    """
    token = _renewed_token(connection)
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    if token:
        environment["FIEBER_INSTAGRAM_TOKEN"] = token
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what a stranger wrote is on its standard input
            CHILD,
            input=json.dumps({"target": connection.target, "folder": str(folder)}).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback may name what a platform said
            env=environment | {"POLARS_MAX_THREADS": "1", "LANG": "C.UTF-8", "HOME": str(folder)},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return SLOW
    if done.returncode:
        return BROKEN
    return Refused(**json.loads(done.stdout)) if done.stdout else None


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
