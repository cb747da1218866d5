"""The list for programs: its lines, and files that bring it.

No `from __future__ import annotations`: django-ninja reads the types when it is imported.
"""

from typing import Annotated, Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from fieber.desk.api import roster_shapes as shapes
from fieber.desk.api.answers import listed
from fieber.desk.api.door import Bearer, Key, Limit
from fieber.desk.api.once import content_of, made_once
from fieber.desk.api.paging import WrongCursorError, page_of
from fieber.desk.api.tokens import ACCOUNTS, ROSTER_WRITE
from fieber.desk.links.forms import MOST_FILES
from fieber.desk.people.teams import LOOKS_AFTER
from fieber.desk.roster.listing import Asked, Line, lines_of
from fieber.desk.roster.models import Run
from fieber.desk.roster.services import receive
from fieber.desk.words import words

router = Router()
reads = Bearer(ACCOUNTS)
SALT = "fieber.desk.api roster"


@router.get("", response=shapes.RowPage, url_name="api_roster", auth=reads)
def lines(
    request: HttpRequest, asked: Annotated[shapes.Asked, Query()], cursor: str | None = None, limit: Limit = 50
) -> dict[str, Any]:
    """List the accounts of the person's list, what stands out first, then the hottest; filters as on the page."""
    person, wanted = request.auth.person, Asked(**asked.model_dump(by_alias=False))
    seen = lines_of(person) if person.role in LOOKS_AFTER else []
    told = [line for line in seen if wanted.fits(line) and (cursor is None or list(line.order) > _place(cursor))]
    after = signing.dumps(told[limit - 1].order, salt=SALT) if len(told) > limit else None
    return {"items": [_row(line) for line in told[:limit]], "next": after}


def _place(cursor: str) -> list[Any]:
    try:
        return list(signing.loads(cursor, salt=SALT))
    except signing.BadSignature:
        raise WrongCursorError from None


def _row(line: Line) -> dict[str, Any]:
    own = {"account": line.number, "name": line.name, "platform": line.platform, "checkup": line.checkup}
    return own | listed(line)


@router.post(
    "imports", response={202: shapes.OneRun}, url_name="api_import", auth=Bearer(ROSTER_WRITE, takes_files=True)
)
def bring(
    request: HttpRequest,
    response: HttpResponse,
    what: Annotated[shapes.What, Form(description="everybody's posts, or a list of names, tags, owners and notes")],
    files: Annotated[list[UploadedFile], File(min_length=1, max_length=MOST_FILES)],
    key: Key = None,
) -> Status[dict[str, Any]]:
    """Bring a list, as CSV, Excel or Parquet. It is read in the background: ask again at `Location`.

    With an `Idempotency-Key` the same files may be sent again and again: they are taken once.
    """
    person = request.auth.person
    made, is_new = made_once(person, key, content_of(files, "run", what), "run", lambda: receive(person, files, what))
    response["Location"] = reverse("api_import_one", args=[made.pk])
    response["Idempotency-Replayed"] = "false" if is_new else "true"
    return Status(202, _run(made))


@router.get("imports", response=shapes.RunPage, url_name="api_imports", auth=reads)
def imports(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> dict[str, Any]:
    """List the files that the person brought, the newest first."""
    rows = Run.objects.filter(manager=request.auth.person).defer("weather")
    found, after = page_of(rows, ("made_at", "id"), cursor, limit)
    return {"items": [_run(one) for one in found], "next": after}


@router.get("imports/{uuid:number}", response=shapes.OneRun, url_name="api_import_one", auth=reads)
def one_import(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """See how far one of them is."""
    mine = Run.objects.filter(manager=request.auth.person).defer("weather")
    return _run(get_object_or_404(mine, pk=number))


def _run(one: Run) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("id", "what", "state", "made_at", "accounts")}
    return told | {"told": getattr(one, f"told_{words().lang}") or None}
