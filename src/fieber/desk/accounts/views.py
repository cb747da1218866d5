"""The list of accounts that somebody looks after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery, UUIDField
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.people.access import only
from fieber.desk.people.models import Role
from fieber.desk.people.teams import LOOKS_AFTER

if TYPE_CHECKING:
    from django.http import HttpRequest

    from fieber.desk.accounts.models import Accounts
    from fieber.desk.people.models import Person

STAFF = LOOKS_AFTER
CALLS = (*STAFF, Role.CALLER)  # who takes calls


@only(*CALLS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """See the accounts, the hottest first, each with its latest finding."""
    listed = _with_latest(request.user)
    return render(request, "accounts/accounts.html", {"accounts": listed, "waiting": _n_waiting(request.user)})


@only(*CALLS)
@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """Tell the list whether more is there than it shows: it asks while check-ups are on their way."""
    shown = request.GET.get("waiting", "")
    answer = HttpResponse(status=204)
    if shown != str(_n_waiting(request.user)):
        answer["HX-Refresh"] = "true"
    return answer


def _n_waiting(person: Person) -> int:
    return Checkup.objects.filter(account__in=Account.objects.visible_to(person), state=State.WAITING).count()


def _with_latest(person: Person) -> Accounts:
    latest = Finding.objects.filter(checkup__account=OuterRef("pk"), checkup__state=State.DONE).order_by(
        "-checkup__made_at", "number"
    )
    seen = Account.objects.visible_to(person).annotate(
        verdict=Subquery(latest.values("verdict")[:1]),
        temperature=Subquery(latest.values("temperature")[:1]),
        latest=Subquery(latest.values("checkup")[:1], output_field=UUIDField()),
    )
    return seen.order_by(F("temperature").desc(nulls_last=True), "name")
