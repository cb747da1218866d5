"""What programs may ask under `/api/v1/`.

No `from __future__ import annotations`: django-ninja reads the types when it is imported.
"""

import shutil
from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from ninja import Field, File, Form, Header, NinjaAPI, Query, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.files import UploadedFile
from ninja.security import HttpBearer

from fieber.desk import errors
from fieber.desk.accounts.models import Account
from fieber.desk.api import answers, shapes
from fieber.desk.api.models import Token
from fieber.desk.api.paging import WrongCursorError, page_of
from fieber.desk.api.tokens import ACCOUNTS, CHECKUPS, UPLOAD, open_token
from fieber.desk.api.uploads import OtherContentError, receive_once
from fieber.desk.audit.services import note_seen
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import visible_to
from fieber.desk.explained.services import house, tell
from fieber.desk.links.forms import LONGEST_SENTENCE, MOST_FILES
from fieber.desk.pages.services import to_agree
from fieber.desk.plans.services import NoneLeftError, left_of
from fieber.desk.words import words
from fieber.errors import UsageError
from fieber.explainers import explanations

PREFIX = "api/v1/"
Limit = Annotated[int, Query(ge=1, le=200)]
Number = Annotated[int, Query(ge=1, lt=2**63)]


class ProblemError(Exception):
    """Something is wrong with what was asked."""

    def __init__(self, kind: str, status: int) -> None:
        super().__init__(kind)
        self.kind, self.status = kind, status


class Bearer(HttpBearer):
    """Lets in whoever shows a token with this scope; before a body is read."""

    def __init__(self, scope: str | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Give the token.

        Raises:
            ProblemError: it does not open this, its person has to agree to something first, or it comes too often.
        """
        found = open_token(token)
        if found is None:
            return None
        if self.scope is not None and self.scope not in found.scopes.split():
            raise ProblemError("scope", 403)
        if to_agree(found.person):
            raise ProblemError("agree", 403)
        action = "api_upload" if self.scope == UPLOAD else "api"
        told = {"app": "fieber.desk", "action": action, "config": settings.RATES}
        if ratelimit.consume(request, **told, key=f"token {found.pk}", limit_get=True) is None:
            raise ProblemError("too_often", 429)
        if self.scope == UPLOAD:
            _check_room(request, found)
        return found


def _check_room(request: HttpRequest, token: Token) -> None:
    """Refuse an upload before a gigabyte is on its way."""
    left = left_of(token.person)
    if left is not None and not left.n:
        raise ProblemError("none_left", 403)
    coming = int(request.META.get("CONTENT_LENGTH") or 0)
    if shutil.disk_usage(settings.UPLOADS).free < coming + settings.SPARE_DISK:
        raise ProblemError("full", 507)


api = NinjaAPI(
    title="fieber",
    version="1",
    description="Check-ups for programs.",
    openapi_url=None,
    docs_url=None,
    auth=Bearer(),
)


@api.exception_handler(ProblemError)
def _told(_request: HttpRequest, error: ProblemError) -> HttpResponse:
    answer = errors.problem(error.kind, error.status)
    if error.status == 429:
        answer["Retry-After"] = "60"  # the rates of settings.py are by the minute
    return answer


@api.exception_handler(AuthenticationError)
def _no_token(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = errors.problem("no_token", 401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return errors.not_found(request)


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return errors.problem("bad_request", error.status_code)


@api.exception_handler(ValidationError)
def _wrong(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = [{"where": ".".join(map(str, one.get("loc", ()))), "what": one.get("msg", "")} for one in error.errors]
    return errors.problem("wrong", 422, errors=places)


@api.exception_handler(WrongCursorError)
def _wrong_cursor(_request: HttpRequest, _error: WrongCursorError) -> HttpResponse:
    return errors.problem("wrong", 422, errors=[{"where": "query.cursor", "what": "not a cursor of this list"}])


@api.exception_handler(OtherContentError)
def _other_content(_request: HttpRequest, _error: OtherContentError) -> HttpResponse:
    return errors.problem("key_reused", 422)


@api.exception_handler(NoneLeftError)
def _none_left(_request: HttpRequest, _error: NoneLeftError) -> HttpResponse:
    return errors.problem("none_left", 403)


@api.get("me", response=shapes.Me, url_name="api_me")
def me(request: HttpRequest) -> dict[str, Any]:
    """See whose token this is, and what it may do."""
    token = request.auth
    return {
        **{name: getattr(token.person, name) for name in ("name", "role", "language")},
        "scopes": token.scopes.split(),
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


@api.post("checkups", response={202: shapes.CheckupOut}, url_name="api_upload", auth=Bearer(UPLOAD))
def upload(
    request: HttpRequest,
    response: HttpResponse,
    files: Annotated[list[UploadedFile], File(min_length=1, max_length=MOST_FILES)],
    sentence: Annotated[str, Form(max_length=LONGEST_SENTENCE)] = "",
    key: Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)] = None,
) -> Status[dict[str, Any]]:
    """Upload an export. The check-up is done in the background: ask again at `Location`.

    With an `Idempotency-Key` the same upload may be sent again and again: it is taken once.
    """
    made, is_new = receive_once(request.auth.person, files, sentence, key)
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
        if CHECKUPS not in request.auth.scopes.split():
            raise ProblemError("scope", 403)
        finding = answers.first_contract(get_object_or_404(_checkups(request), pk=checkup), lang)
    try:
        told = tell(name, finding, lang=lang)
    except UsageError:
        raise Http404 from None
    return told.to_dict() | {"name": told.name, "kind": told.kind}


def _for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view that needs no session, and says in JSON which methods there are."""

    @login_not_required
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = view(request, *args, **values)
        if response.status_code != 405:
            return response
        problem = errors.problem("method", 405)
        problem["Allow"] = response["Allow"]
        return problem

    answer.csrf_exempt = True  # no cookie opens anything here, so nobody's can be used
    return answer


urlpatterns = [
    path(f"{PREFIX}{one.pattern}", _for_programs(one.callback), name=one.name)
    for one in api.urls[0]
    if one.name != "api-root"  # django-ninja's own, which would say nothing
]
