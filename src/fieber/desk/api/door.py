"""Who may ask what under `/api/v1/`, how often, and how it is told what went wrong.

No `from __future__ import annotations`: django-ninja reads the types when it is imported.
"""

import shutil
from collections.abc import Callable
from typing import Annotated, Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import Header, NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from fieber.desk import errors
from fieber.desk.api.models import Token
from fieber.desk.api.once import OtherContentError
from fieber.desk.api.paging import WrongCursorError
from fieber.desk.api.tokens import UPLOAD, may, open_token
from fieber.desk.pages.services import to_agree
from fieber.desk.plans.services import NoneLeftError, left_of

Limit = Annotated[int, Query(ge=1, le=200, description="rows of a page")]
Number = Annotated[int, Query(ge=1, lt=2**63)]
Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=1, max_length=200, description="sent again with it, it is taken once"),
]


class ProblemError(Exception):
    """Something is wrong with what was asked."""

    def __init__(self, kind: str, status: int) -> None:
        super().__init__(kind)
        self.kind, self.status = kind, status


class WrongError(Exception):
    """A value fits its type, but not what is there."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where)
        self.where, self.what = where, what


class Bearer(HttpBearer):
    """Lets in whoever shows a token with this scope; before a body is read."""

    def __init__(self, scope: str | None = None, *, takes_files: bool = False) -> None:
        super().__init__()
        self.scope, self.takes_files = scope, takes_files

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Give the token.

        Raises:
            ProblemError: it does not open this, its person has to agree to something first, or it comes too often.
        """
        found = open_token(token)
        if found is None:
            return None
        if self.scope is not None and self.scope not in may(found):
            raise ProblemError("scope", 403)
        if to_agree(found.person):
            raise ProblemError("agree", 403)
        action = "api_upload" if self.takes_files else "api"
        told = {"app": "fieber.desk", "action": action, "config": settings.RATES}
        if ratelimit.consume(request, **told, key=f"token {found.pk}", limit_get=True) is None:
            raise ProblemError("too_often", 429)
        if self.takes_files:
            self._check_room(request, found)
        return found

    def _check_room(self, request: HttpRequest, token: Token) -> None:
        """Refuse an upload before a gigabyte is on its way."""
        left = left_of(token.person) if self.scope == UPLOAD else None
        if left is not None and not left.n:
            raise ProblemError("none_left", 403)
        coming = int(request.META.get("CONTENT_LENGTH") or 0)
        if shutil.disk_usage(settings.UPLOADS).free < coming + settings.SPARE_DISK:
            raise ProblemError("full", 507)


api = NinjaAPI(
    title="fieber",
    version="1",
    description="Check-ups, cases and the list of accounts for programs: docs/guide/api.md.",
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


@api.exception_handler(WrongError)
def _wrong_value(_request: HttpRequest, error: WrongError) -> HttpResponse:
    return errors.problem("wrong", 422, errors=[{"where": error.where, "what": error.what}])


@api.exception_handler(WrongCursorError)
def _wrong_cursor(_request: HttpRequest, _error: WrongCursorError) -> HttpResponse:
    return errors.problem("wrong", 422, errors=[{"where": "query.cursor", "what": "not a cursor of this list"}])


@api.exception_handler(OtherContentError)
def _other_content(_request: HttpRequest, _error: OtherContentError) -> HttpResponse:
    return errors.problem("key_reused", 422)


@api.exception_handler(NoneLeftError)
def _none_left(_request: HttpRequest, _error: NoneLeftError) -> HttpResponse:
    return errors.problem("none_left", 403)


def for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view that needs no cookie, and says in JSON which methods there are."""

    @csrf_exempt  # no cookie opens anything here, so nobody's can be used
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = view(request, *args, **values)
        if response.status_code != 405:
            return response
        problem = errors.problem("method", 405)
        problem["Allow"] = response["Allow"]
        return problem

    return answer
