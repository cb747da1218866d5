"""The page of one's tokens, and the description of what they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.api.door import api
from fieber.desk.api.forms import NewToken
from fieber.desk.api.models import Token
from fieber.desk.api.rest import PREFIX
from fieber.desk.api.shapes import Problem
from fieber.desk.api.tokens import make_token, revoke
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role
from fieber.desk.people.teams import LOOKS_AFTER

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EVERYBODY = (*LOOKS_AFTER, Role.CREATOR)  # nothing of what callers see leaves the desk


@only(*EVERYBODY)
@require_http_methods(["GET", "POST"])
@rarely("tokens")
def tokens(request: HttpRequest) -> HttpResponse:
    """See one's tokens, and make one; it is shown this once."""
    form, made = NewToken(request.POST or None, person=request.user), None
    if form.is_valid():
        made = make_token(request.user, **form.cleaned_data)
        form = NewToken(person=request.user)
    mine = Token.objects.filter(person=request.user, expires_at__gt=timezone.now()).order_by("-made_at", "-pk")
    context = {"form": form, "made": made, "tokens": mine, "address": f"{settings.ADDRESS}/{PREFIX}"}
    return render(request, "api/tokens.html", context, status=400 if form.errors else 200)


@only(*EVERYBODY)
@require_POST
def token_revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke a token: it opens nothing from now on."""
    if not revoke(request.user, number):
        raise Http404
    return redirect("tokens")


@login_not_required
@require_GET
def openapi(_request: HttpRequest) -> HttpResponse:
    """Describe what programs may ask (OpenAPI 3.1); open to all, since it says nothing of anybody."""
    schema = api.get_openapi_schema(path_prefix=f"/{PREFIX}")
    schema["components"]["schemas"]["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    wrong = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"description": "A problem (RFC 9457)", "content": wrong}
    return JsonResponse(schema)
