"""What programs may do with cases: what their person may, but for what only a click may do. No mail goes out by this.

No `from __future__ import annotations`: django-ninja reads the types when it is imported.
"""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Status

from fieber.desk.api import case_shapes as shapes
from fieber.desk.api.door import Bearer, Key, Limit, ProblemError, WrongError
from fieber.desk.api.once import content_of, made_once
from fieber.desk.api.paging import page_of
from fieber.desk.api.tokens import CASES, CASES_WRITE
from fieber.desk.audit.services import note_seen
from fieber.desk.cases import services
from fieber.desk.cases.beginning import checkups_for, proposed
from fieber.desk.cases.models import RELATED, Case
from fieber.desk.roster.listing import listed_for
from fieber.desk.words import words

router = Router()
reads, writes = Bearer(CASES), Bearer(CASES_WRITE)
SAME = ("id", "whose", "sentence", "kind", "language", "made_at", "sent_at", "due_on", "was_tried", "closed_at")
OTHER = "other"
COLUMNS = {"is_open": "closed_at__isnull", "due_by": "due_on__lte"}  # by what is asked with


def _seen(request: HttpRequest, number: UUID) -> Case:
    seen = Case.objects.visible_to(request.auth.person).select_related(*RELATED, "manager")
    return get_object_or_404(seen, pk=number)


def _told(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in SAME} | {
        "account": case.account_id,
        "stage": case.stage,
        "checkup": case.checkup_id,
        "follow_up": case.follow_up_id,
        "outcome": case.outcome or None,
        "cause": case.cause or None,
    }


def _with_drafts(case: Case) -> dict[str, Any]:
    drafts = [
        {"number": one.number, "text": one.text, "made_at": one.made_at, "is_by_fieber": one.made_by_id is None}
        for one in case.drafts.all()
    ]
    return _told(case) | {"is_about_person": case.is_about_person, "drafts": drafts}


@router.get("", response=shapes.CasePage, url_name="api_cases", auth=reads)
def cases(
    request: HttpRequest, asked: Annotated[shapes.Asked, Query()], cursor: str | None = None, limit: Limit = 50
) -> dict[str, Any]:
    """List the cases that the person sees, the newest first."""
    wanted = {COLUMNS.get(name, name): value for name, value in asked.model_dump(exclude_none=True).items()}
    rows = Case.objects.visible_to(request.auth.person).filter(**wanted).select_related(*RELATED)
    found, after = page_of(rows, ("made_at", "id"), cursor, limit)
    return {"items": [_told(one) for one in found], "next": after}


@router.post("", response={201: shapes.CaseWithDrafts}, url_name="api_case_new", auth=writes)
def begin(request: HttpRequest, response: HttpResponse, new: shapes.NewCase, key: Key = None) -> Status[dict[str, Any]]:
    """Begin a case. Where the numbers of the account come by themselves, its check-up is ordered: ask again later.

    With an `Idempotency-Key` the same case is begun once, however often it is sent.
    """
    person = request.auth.person
    content = content_of((), "case", new.model_dump_json())
    made, is_new = made_once(person, key, content, "case", lambda: _begun(request, new))
    response["Location"] = reverse("api_case", args=[made.pk])
    response["Idempotency-Replayed"] = "false" if is_new else "true"
    return Status(201, _with_drafts(_seen(request, made.pk)))


def _begun(request: HttpRequest, new: shapes.NewCase) -> Case:
    person, checkup, account = request.auth.person, None, None
    if new.checkup is not None:
        checkup = get_object_or_404(checkups_for(person), pk=new.checkup)
        account = checkup.account
    elif new.account is not None:
        account = get_object_or_404(listed_for(person), pk=new.account)
    told = proposed(account, checkup, words().lang)
    told |= {name: value for name, value in new.model_dump(exclude={"account", "checkup"}).items() if value}
    if not told["whose"].strip():
        raise WrongError("body.whose", "without an account or a check-up, say whose case it is")
    return services.begin_once(person, account=account, checkup=checkup, **told | {"whose": told["whose"][:80]})


@router.get("{uuid:number}", response=shapes.CaseWithDrafts, url_name="api_case", auth=reads)
def case(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """See one case with its answer."""
    found = _seen(request, number)
    for checkup in filter(None, (found.checkup, found.follow_up)):
        note_seen(request.auth.person, checkup)
    return _with_drafts(found)


@router.put("{uuid:number}/answer", response=shapes.CaseWithDrafts, url_name="api_case_answer", auth=writes)
def answer(request: HttpRequest, number: UUID, told: shapes.Text) -> dict[str, Any]:
    """Keep a new version of the answer. Nothing is sent: a person releases mails, on the page of the case."""
    found = _open(request, number)
    services.add_draft(found, told.text.strip().replace("\r\n", "\n"), request.auth.person)
    return _with_drafts(found)


@router.post("{uuid:number}/sent", response=shapes.CaseWithDrafts, url_name="api_case_sent", auth=writes)
def sent(request: HttpRequest, number: UUID, told: shapes.Version) -> dict[str, Any]:
    """Note that the newest version was copied and sent elsewhere; from then on it is known when to look again."""
    found = _open(request, number)
    newest = found.drafts.first()
    if newest is None:
        raise ProblemError("no_answer", 409)
    if newest.number != told.number:
        raise ProblemError("other_version", 409)
    services.answered(found, request.auth.person)
    return _with_drafts(found)


def _open(request: HttpRequest, number: UUID) -> Case:
    found = _seen(request, number)
    if found.closed_at is not None:
        raise ProblemError("case_closed", 409)
    return found


@router.post("{uuid:number}/close", response=shapes.CaseWithDrafts, url_name="api_case_close", auth=writes)
def close(request: HttpRequest, number: UUID, end: shapes.End) -> dict[str, Any]:
    """Say whether the fear was right; said again, it is corrected."""
    found = _seen(request, number)
    if not found.has_finding:
        raise ProblemError("no_finding", 409)
    contract = services.contract_of(found.checkup, "en") or {"causes": []}
    if end.cause not in {"", OTHER, *(one["cause"] for one in contract["causes"])}:
        raise WrongError("body.cause", "not a cause of this finding")
    services.close(found, request.auth.person, **end.model_dump())
    return _with_drafts(found)
