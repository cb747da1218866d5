"""What programs may ask under `/api/v1/` of accounts, check-ups and explainers; and the addresses of all of it.

No `from __future__ import annotations`: django-ninja reads the types when it is imported.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from ninja import Field, File, Form, Status
from ninja.files import UploadedFile

from fieber.desk.accounts.models import Account
from fieber.desk.api import answers, shapes
from fieber.desk.api.cases import router as cases
from fieber.desk.api.door import Bearer, Key, Limit, Number, ProblemError, api, for_programs
from fieber.desk.api.ledger import router as ledger
from fieber.desk.api.once import content_of, made_once
from fieber.desk.api.paging import page_of
from fieber.desk.api.roster import router as roster
from fieber.desk.api.tokens import ACCOUNTS, CHECKUPS, SCOPES, UPLOAD, may
from fieber.desk.audit.services import note_seen
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import visible_to
from fieber.desk.explained.services import house, tell
from fieber.desk.links.forms import LONGEST_SENTENCE, MOST_FILES
from fieber.desk.own.services import receive
from fieber.desk.words import words
from fieber.errors import UsageError
from fieber.explainers import explanations

PREFIX = "api/v1/"


@api.get("me", response=shapes.Me, url_name="api_me")
def me(request: HttpRequest) -> dict[str, Any]:
    """See whose token this is, and what it may do."""
    token = request.auth
    return {
        **{name: getattr(token.person, name) for name in ("name", "role", "language")},
        "scopes": [scope for scope in SCOPES if scope in may(token)],
        "expires_at": token.expires_at,
    }


@api.get("accounts", response=shapes.AccountPage, url_name="api_accounts", auth=Bearer(ACCOUNTS))
def accounts(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> dict[str, Any]:
    """List the accounts that the person sees, each with its newest finding."""
    person = request.auth.person
    found, after = page_of(Account.objects.visible_to(person), ("id",), cursor, limit)
    return {"items": answers.accounts(person, found), "next": after}


@api.get("accounts/{int:number}", response=shapes.AccountOut, url_name="api_account", auth=Bearer(ACCOUNTS))
def account(request: HttpRequest, number: int) -> dict[str, Any]:
    """See one account."""
    person = request.auth.person
    return answers.accounts(person, [get_object_or_404(Account.objects.visible_to(person), pk=number)])[0]


def _checkups(request: HttpRequest) -> QuerySet[Checkup]:
    return visible_to(request.auth.person).distinct()


@api.get("checkups", response=shapes.CheckupPage, url_name="api_checkups", auth=Bearer(CHECKUPS))
def checkups(
    request: HttpRequest,
    account: Number | None = None,
    state: shapes.State | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """List the check-ups that the person sees, the newest first."""
    asked = {name: value for name, value in (("account", account), ("state", state)) if value is not None}
    found, after = page_of(_checkups(request).filter(**asked), ("made_at", "id"), cursor, limit)
    return {"items": [answers.checkup(one) for one in found], "next": after}


@api.post("checkups", response={202: shapes.CheckupOut}, url_name="api_upload", auth=Bearer(UPLOAD, takes_files=True))
def upload(
    request: HttpRequest,
    response: HttpResponse,
    files: Annotated[list[UploadedFile], File(min_length=1, max_length=MOST_FILES)],
    sentence: Annotated[str, Form(max_length=LONGEST_SENTENCE)] = "",
    key: Key = None,
) -> Status[dict[str, Any]]:
    """Upload an export. The check-up is done in the background: ask again at `Location`.

    With an `Idempotency-Key` the same upload may be sent again and again: it is taken once.
    """
    person = request.auth.person
    content = content_of(files, sentence)
    made, is_new = made_once(person, key, content, "checkup", lambda: receive(person, files, sentence))
    response["Location"] = reverse("api_checkup", args=[made.pk])
    response["Idempotency-Replayed"] = "false" if is_new else "true"
    return Status(202, answers.checkup(made))


@api.get("checkups/{uuid:number}", response=shapes.CheckupWithFindings, url_name="api_checkup", auth=Bearer(CHECKUPS))
def checkup(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """See one check-up with all that it found, in the language of `Accept-Language`."""
    found = get_object_or_404(_checkups(request).select_related("account"), pk=number)
    note_seen(request.auth.person, found)
    return answers.with_findings(found, _lang())


def _lang() -> Literal["de", "en"]:
    return "de" if words().lang == "de" else "en"


@api.get("explainers", response=list[shapes.ExplainerLine], url_name="api_explainers")
def explainers(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - django-ninja's signature
    """List what can be explained."""
    here, lang = house(), _lang()
    titles = {name: one.title[lang] for name, one in here.items()}
    return [
        {"name": one.name, "kind": one.kind, "title": titles.get(one.name, one.title)} for one in explanations(lang)
    ]


@api.get("explainers/{str:name}", response=shapes.ExplainerOut, url_name="api_explainer")
def explainer(
    request: HttpRequest,
    name: str,
    checkup: Annotated[UUID | None, Field(description="fills it with this check-up's numbers")] = None,
) -> dict[str, Any]:
    """Explain one thing; with a check-up, from its numbers."""
    lang, finding = _lang(), None
    if checkup is not None:
        if CHECKUPS not in may(request.auth):
            raise ProblemError("scope", 403)
        finding = answers.first_contract(get_object_or_404(_checkups(request), pk=checkup), lang)
    try:
        told = tell(name, finding, lang=lang)
    except UsageError:
        raise Http404 from None
    return told.to_dict() | {"name": told.name, "kind": told.kind}


for tag, router in (("cases", cases), ("roster", roster), ("ledger", ledger)):
    api.add_router(tag, router, tags=[tag])
urlpatterns = [
    path(f"{PREFIX}{one.pattern}", login_not_required(for_programs(one.callback)), name=one.name)
    for one in api.urls[0]
    if one.name != "api-root"  # django-ninja's own, which would say nothing
]
