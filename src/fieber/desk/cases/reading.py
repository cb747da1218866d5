"""How the account of a case is read: from its platform, from the manager's list, or from an export."""

from __future__ import annotations

import csv
import uuid
from enum import StrEnum
from io import StringIO
from typing import TYPE_CHECKING

from django.db import transaction

from fieber.desk.accounts.services import connect
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import EXAMINE, EXAMINE_ACCOUNT, folder_of
from fieber.desk.jobs.services import LATER, put
from fieber.desk.own.forms import BLUESKY, MASTODON
from fieber.desk.roster.models import Kept, Row
from fieber.files import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.desk.accounts.models import Account
    from fieber.desk.cases.models import Case

FILE = "posts.csv"
PUBLIC = {"bluesky": (BLUESKY, ""), "mastodon": (MASTODON, "@")}  # platforms that anybody may read, by name alone


class Way(StrEnum):
    """Where the numbers of an account come from."""

    PLATFORM = "platform"
    LIST = "list"
    EXPORT = "export"


def way_of(account: Account | None) -> Way:
    """Give from where the numbers of an account can come by themselves, else that somebody has to be asked."""
    if account is None:
        return Way.EXPORT
    if hasattr(account, "connection") or _public_target(account):
        return Way.PLATFORM
    return Way.LIST if Kept.objects.filter(account=account).exists() else Way.EXPORT


def is_fresh(case: Case) -> bool:
    """Say whether there is something newer to read, without asking anybody, than at the first check-up."""
    way = way_of(case.account)
    if way != Way.LIST or case.checkup is None:
        return way == Way.PLATFORM
    newer = Row.objects.filter(account=case.account, is_newest=True, run__made_at__gt=case.checkup.made_at)
    return newer.exists()


def order(case: Case, *, is_follow_up: bool = False) -> Checkup:
    """Order a check-up of the account of a case, by its way.

    Raises:
        ValueError: its way is to ask somebody for an export.
    """
    way = way_of(case.account)
    if case.account is None or way == Way.EXPORT:
        message = "the numbers of this account do not come by themselves"
        raise ValueError(message)
    number = uuid.uuid4()
    if way == Way.LIST:
        _put_posts(case.account, folder_of(number))
    elif not hasattr(case.account, "connection"):
        connect(case.account, _public_target(case.account))
    started = {"is_follow_up": True} if is_follow_up else {"started_by": case.manager}
    with transaction.atomic():
        made = Checkup.objects.create(pk=number, account=case.account, sentence=case.sentence, **started)
        put(EXAMINE if way == Way.LIST else EXAMINE_ACCOUNT, number, rank=LATER if is_follow_up else 0)
    return made


def _put_posts(account: Account, folder: Path) -> None:
    """Put the posts of a list's account where an upload would lie, with the account in each row."""
    rows = csv.reader(StringIO(Kept.objects.get(account=account).posts))
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([*next(rows), "account", "platform"])
    writer.writerows([*row, account.name, account.platform] for row in rows)
    folder.mkdir(mode=0o700)
    (folder / FILE).write_text(out.getvalue(), encoding="utf-8")
    sync_folder(folder)


def _public_target(account: Account) -> str:
    """Give under which name an entry of a list can be read by anybody; "" where it cannot."""
    shape, mark = PUBLIC.get(account.platform, (None, ""))
    found = shape.fullmatch(account.name) if shape is not None and account.owner_id is None else None
    return f"{account.platform}:{mark}{found[1].lower()}" if found else ""
