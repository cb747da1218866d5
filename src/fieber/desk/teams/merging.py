"""Two entries of one list with the same name and platform become one, after a hand-over: nothing of either is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from fieber.desk.accounts.models import Account, Connection
from fieber.desk.agreements.models import Agreement
from fieber.desk.cases.models import Case
from fieber.desk.checkups.models import Checkup
from fieber.desk.explained.models import Said
from fieber.desk.roster.models import Entry, Kept, Row, Tag

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieber.desk.people.models import Person

MANY = (Checkup, Case, Said, Agreement, Row)  # of which an account has any number: they only change the account


def merge_twins(accounts: Collection[int], taker: Person) -> None:
    """Put accounts that came into somebody's list into those that stood there before under the same name.

    Within a transaction.
    """
    listed = Account.objects.filter(manager=taker, owner=None, is_simulated=False)
    came = listed.filter(pk__in=accounts).order_by("pk")
    before = {(one.name, one.platform): one for one in listed.exclude(pk__in=accounts).order_by("-pk")}
    for one in came:
        twin = before.get((one.name, one.platform))
        if twin is not None:
            _put_into(twin, one)


def give_notes(accounts: Collection[int], giver: Person, taker: Person) -> None:
    """Have what the giver wrote beside accounts be the taker's, joined with what the taker wrote there before."""
    for entry in Entry.objects.filter(manager=giver, account__in=accounts):
        _put_entry(entry, entry.account, taker)


def _put_into(twin: Account, one: Account) -> None:
    _keep_newer_posts(twin, one)
    for model in MANY:
        model.objects.filter(account=one).update(account=twin)
    newest = Row.objects.filter(account=twin, is_newest=True).order_by("-run__made_at", "-pk").first()
    if newest is not None:
        Row.objects.filter(account=twin).exclude(pk=newest.pk).update(is_newest=False)
    for entry in Entry.objects.filter(account=one):
        _put_entry(entry, twin, entry.manager)
    if not Connection.objects.filter(account=twin).exists():  # both would read the same public account
        Connection.objects.filter(account=one).update(account=twin)
    one.delete()


def _keep_newer_posts(twin: Account, one: Account) -> None:
    """Keep the posts of the later file, as if both had come into one list; while the rows still stand apart."""
    there = [account for account in (twin, one) if Kept.objects.filter(account=account).exists()]
    if one in there and max(there, key=_read_at) == one:
        Kept.objects.filter(account=twin).delete()
        Kept.objects.filter(account=one).update(account=twin)


def _read_at(account: Account) -> float:
    last = Row.objects.filter(account=account).aggregate(last=Max("run__made_at"))["last"]
    return 0.0 if last is None else last.timestamp()


def _put_entry(entry: Entry, account: Account, manager: Person) -> None:
    """Have an entry stand beside an account for a manager; where there is one, it takes in what this one says."""
    there = Entry.objects.filter(account=account, manager=manager).exclude(pk=entry.pk).first()
    if there is None:
        Entry.objects.filter(pk=entry.pk).update(account=account, manager=manager)
        return
    there.keeper = there.keeper or entry.keeper
    there.notes = "\n\n".join(dict.fromkeys(filter(None, (there.notes, entry.notes))))
    there.called_at = max(filter(None, (there.called_at, entry.called_at)), default=None)
    there.save()
    Tag.objects.bulk_create(
        [Tag(entry=there, name=name) for name in entry.tags.values_list("name", flat=True)], ignore_conflicts=True
    )
    entry.delete()
