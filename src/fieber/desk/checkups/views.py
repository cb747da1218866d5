"""One check-up, for those who look after the account or sent the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from fieber.desk.accounts.models import Account
from fieber.desk.accounts.views import STAFF
from fieber.desk.checkups.models import Checkup
from fieber.desk.people.access import only

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@only(*STAFF)
@require_GET
def checkup(request: HttpRequest, number: UUID) -> HttpResponse:
    """See what was found; for all others there is nothing at this address."""
    mine = Q(account__in=Account.objects.visible_to(request.user)) | Q(uploadlink__manager=request.user)
    found = get_object_or_404(Checkup.objects.filter(mine), pk=number)
    link = getattr(found, "uploadlink", None)
    return render(request, "checkups/checkup.html", {"checkup": found, "link": link})
