"""Taking a manager's files in, having them judged behind the walls, keeping what came of it."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal

from fieber.desk.accounts.models import Account
from fieber.desk.accounts.services import clipped
from fieber.desk.checkups.models import State
from fieber.desk.checkups.services import folder_of, taken_in
from fieber.desk.jobs.services import put
from fieber.desk.roster.models import Entry, Kept, Row, Run, Tag
from fieber.desk.sandbox import BROKEN, Refused, judge, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from uuid import UUID

    from django.core.files.uploadedfile import TemporaryUploadedFile

    from fieber.desk.people.models import Person

JUDGE = "roster"
SCRATCH = ".scratch"
AT_ONCE = 200  # rows a statement
ended = Signal()  # with about, the number of a run that is read, or refused
LONGEST = {"keeper": 80, "tag": 40}
Key = tuple[str, str]  # name and platform


def receive(manager: Person, files: Sequence[TemporaryUploadedFile], what: str) -> Run:
    """Take files that have come whole, and order that they are read."""
    with taken_in(files) as number:
        run = Run.objects.create(pk=number, manager=manager, what=what)
        put(JUDGE, number)
    return run


def read_files(about: UUID) -> Callable[[], None]:
    """Read what a manager brought, behind walls; give what keeps it and forgets the files."""
    run = Run.objects.filter(pk=about, state=State.WAITING).select_related("manager").first()
    folder = folder_of(about)
    if run is None or not folder.is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        return lambda: give_up(about)
    names = sorted(path.name for path in folder.iterdir() if path.name != SCRATCH)
    scratch = folder / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)  # of an attempt that was killed
    scratch.mkdir(mode=0o700)
    found = listed(folder, names) if run.what == Run.What.NAMES else judge(folder, names, scratch)

    if not Run.objects.filter(pk=about).exists():  # deleted in the meantime; what was written since goes too
        shutil.rmtree(folder, ignore_errors=True)

    def keep() -> None:
        if isinstance(found, Refused):
            _end(about, State.REFUSED, {"de": found.de, "en": found.en}, 0)
        elif isinstance(found, list):
            keep_names(run.manager, found)
            _end(about, State.DONE, {"de": "", "en": ""}, len(found))
        else:
            _keep_rows(run, found["accounts"], scratch / "posts")
            _keep_weather(run, found["weather"], datetime.fromisoformat(found["as_of"]))
            _end(about, State.DONE, found["told"], len(found["accounts"]))
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))

    return keep


def give_up(about: UUID) -> None:
    """Tell the manager that it does not work, and forget the files."""
    _end(about, State.REFUSED, {"de": BROKEN.de, "en": BROKEN.en}, 0)
    transaction.on_commit(lambda: shutil.rmtree(folder_of(about), ignore_errors=True))


def _end(about: UUID, state: str, told: dict[str, str], accounts: int) -> None:
    waiting = Run.objects.filter(pk=about, state=State.WAITING)
    if waiting.update(state=state, told_de=told["de"], told_en=told["en"], accounts=accounts):
        ended.send(Run, about=about)


def _key(name: str, platform: str) -> Key:
    return clipped(name, platform)


def _accounts_of(manager: Person, wanted: Iterable[Key]) -> dict[Key, Account]:
    """Give the entries of a manager's list by name and platform; those that are not there are made."""
    mine = Account.objects.filter(manager=manager, owner=None)
    known = {(one.name, one.platform): one for one in mine}
    new = [Account(name=key[0], platform=key[1], manager=manager) for key in dict.fromkeys(wanted) if key not in known]
    made = Account.objects.bulk_create(new, batch_size=AT_ONCE)
    return known | {(one.name, one.platform): one for one in made}


def _keep_rows(run: Run, found: Sequence[dict[str, Any]], posts: Path) -> None:
    keys = [_key(one["account"], one["platform"] or "") for one in found]
    accounts = _accounts_of(run.manager, keys)
    Row.objects.filter(account__in=list(accounts.values()), is_newest=True).update(is_newest=False)
    rows = {key: _row(run, accounts[key], one) for key, one in zip(keys, found, strict=True)}
    Row.objects.bulk_create(rows.values(), batch_size=AT_ONCE)
    for start in range(0, len(keys), AT_ONCE):
        places = range(start, min(start + AT_ONCE, len(keys)))
        texts = {keys[place]: (posts / f"{place}.csv").read_text(encoding="utf-8") for place in places}
        kept = [Kept(account=accounts[key], posts=text) for key, text in texts.items()]
        Kept.objects.bulk_create(kept, update_conflicts=True, unique_fields=["account"], update_fields=["posts"])


def _keep_weather(run: Run, weather: str, as_of: datetime) -> None:
    """Keep what the next check-ups are compared with; that of files of which nothing is newest is forgotten."""
    Run.objects.filter(pk=run.pk).update(weather=weather, as_of=as_of)
    newest = Row.objects.filter(is_newest=True, run__manager=run.manager)
    Run.objects.filter(manager=run.manager).exclude(pk__in=newest.values("run")).update(weather="")


def _row(run: Run, account: Account, one: dict[str, Any]) -> Row:
    return Row(
        run=run,
        account=account,
        stands_out=bool(one["stands_out"]),
        change=one["change_percent"],
        good_de=one["good"].get("de"),
        good_en=one["good"].get("en"),
        **{name: one[name] for name in ("verdict", "temperature", "q_value", "finding", "change_low", "change_high")},
    )


def keep_names(manager: Person, rows: Sequence[dict[str, str]]) -> None:
    """Put a list of names into the manager's list; what it says of one replaces what was said, columns it lacks stay.

    Args:
        rows: `account`, and of `platform`, `tags` (separated by commas), `keeper`, `notes` those that the list has.
    """
    named = {_key(row["account"].strip(), row.get("platform", "").strip().lower()): row for row in rows}
    accounts = _accounts_of(manager, named)
    for key, row in named.items():
        note(manager, accounts[key], **{name: row[name] for name in ("tags", "keeper", "notes") if name in row})


def note(manager: Person, account: Account, **said: str) -> None:
    """Keep what a manager writes beside an account: `keeper`, `tags` (between commas), `notes`, or some of them."""
    own = {name: said[name].strip()[: LONGEST.get(name)] for name in ("keeper", "notes") if name in said}
    entry, _ = Entry.objects.update_or_create(account=account, manager=manager, defaults=own)
    if "tags" in said:
        wanted = {tag.strip()[: LONGEST["tag"]] for tag in said["tags"].replace(";", ",").split(",") if tag.strip()}
        entry.tags.exclude(name__in=wanted).delete()
        Tag.objects.bulk_create([Tag(entry=entry, name=name) for name in sorted(wanted)], ignore_conflicts=True)
