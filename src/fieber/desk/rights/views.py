"""One page with everybody's rights, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import logout
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from fieber.desk.pages.models import Consent
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role
from fieber.desk.rights.forms import Address, Correct
from fieber.desk.rights.models import Objection, RightsLog
from fieber.desk.rights.services import correct, correct_address, delete, object_to_use, take_along, take_back
from fieber.desk.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LISTED = 20


@only(*Role)
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """See what there is, and every right."""
    return _page(request)


def _page(
    request: HttpRequest, *, names: Correct | None = None, address: Address | None = None, said: str = ""
) -> HttpResponse:
    person = request.user
    context = {
        "names": names or Correct(person=person),
        "address": address or Address(),
        "said": said,
        "objection": Objection.objects.filter(person=person).first(),
        "consents": Consent.objects.filter(person=person).order_by("given_at", "kind"),
        "log": RightsLog.objects.filter(person=person).order_by("-at")[:LISTED],
        "backup_days": settings.BACKUP_DAYS,
    }
    is_wrong = any(form is not None and form.errors for form in (names, address))
    return render(request, "rights/rights.html", context, status=400 if is_wrong else 200)


@only(*Role)
@require_POST
def rights_object(request: HttpRequest) -> HttpResponse:
    """Object to the use of one's data."""
    object_to_use(request.user)
    return redirect("rights")


@only(*Role)
@require_POST
def rights_take_back(request: HttpRequest) -> HttpResponse:
    """Take the objection back."""
    take_back(request.user)
    return redirect("rights")


@only(*Role)
@require_POST
@rarely("export")
def rights_export(request: HttpRequest) -> FileResponse:
    """Take everything along."""
    name = f"fieber-{timezone.now():%Y-%m-%d}.zip"
    return FileResponse(take_along(request.user), as_attachment=True, filename=name, content_type="application/zip")


@only(*Role)
@require_POST
def rights_correct(request: HttpRequest) -> HttpResponse:
    """Correct name and language."""
    form = Correct(request.POST, person=request.user)
    if not form.is_valid():
        return _page(request, names=form)
    correct(request.user, name=form.cleaned_data["name"], language=form.cleaned_data["mails"])
    return _page(request, said=say("rights.corrected"))


@only(*Role)
@require_POST
@rarely("address")
def rights_address(request: HttpRequest) -> HttpResponse:
    """Correct the mail address; whether somebody else has it is told to nobody but whoever reads its mails."""
    form = Address(request.POST)
    if not form.is_valid():
        return _page(request, address=form)
    correct_address(request, form.cleaned_data["email"])
    return _page(request, said=say("rights.address.sent"))


@only(*Role)
@require_POST
def rights_delete(request: HttpRequest) -> HttpResponse:
    """Delete everything."""
    person = request.user
    logout(request)
    delete(person)
    return render(request, "rights/deleted.html", {"backup_days": settings.BACKUP_DAYS})
