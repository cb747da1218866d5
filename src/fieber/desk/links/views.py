"""Uploading by a one-time link, and the list of the links that somebody sent."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.accounts.views import STAFF
from fieber.desk.cases.erasing import case_by, delete_with_case, end_link
from fieber.desk.checkups.models import State
from fieber.desk.checkups.showing import shown
from fieber.desk.errors import full, gone
from fieber.desk.links.forms import NewLink, Upload
from fieber.desk.links.models import UploadLink
from fieber.desk.links.services import make_link, open_link, receive
from fieber.desk.people.access import only, rarely

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


# the token of the form stands in the same body as the files; so that no body of a stranger is read at all, the link is
# looked at first, and the token right afterwards
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
@rarely("link")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Upload by a link; afterwards, see what came of it."""
    found = open_link(secret)
    if found is None:
        return gone(request)
    coming = int(request.META.get("CONTENT_LENGTH") or 0)
    if shutil.disk_usage(settings.UPLOADS).free < coming + settings.SPARE_DISK and coming:
        return full(request)
    return _opened(request, found)


@csrf_protect
def _opened(request: HttpRequest, found: UploadLink) -> HttpResponse:
    if found.checkup is not None:
        context = {"link": found, "checkup": found.checkup, "days": settings.KEEP_DAYS}
        return shown(request, "links/result.html", context)
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if not receive(found, form.cleaned_data["files"], form.cleaned_data["sentence"]):
            return gone(request)
        return redirect(request.path)
    status = 400 if form.errors else 200
    context = {
        "link": found,
        "form": form,
        "days": settings.KEEP_DAYS,
        "most_megabytes": settings.MOST_UPLOAD // 2**20,
    }
    return render(request, "links/upload.html", context, status=status)


@login_not_required
@require_GET
def link_state(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Tell the page whether the finding is there: it asks while it waits."""
    found = open_link(secret)
    answer = HttpResponse(status=204)
    if found is None or found.checkup is None or found.checkup.state != State.WAITING:
        answer["HX-Refresh"] = "true"
    return answer


@login_not_required
@require_POST
def link_delete(request: HttpRequest, secret: str) -> HttpResponse:
    """Delete all that came by a link, by the person who uploaded it."""
    found = open_link(secret)
    if found is None:
        return gone(request)
    if getattr(found, "case_again", None) is None:
        delete_with_case(found, None)
    else:  # the case began with other data, which are deleted by their own link
        end_link(found)
    return render(request, "links/deleted.html")


@only(*STAFF)
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """See the links that one sent, and make one."""
    form, address = NewLink(request.POST or None), None
    if form.is_valid():
        secret = make_link(request.user, form.cleaned_data["label"])
        form, address = NewLink(), request.build_absolute_uri(reverse("link", args=[secret]))
    mine = UploadLink.objects.filter(manager=request.user).select_related("checkup").order_by("-made_at")
    context = {"form": form, "address": address, "links": mine, "now": timezone.now(), "days": settings.LINK_DAYS}
    return render(request, "links/links.html", context)


@only(*STAFF)
@require_POST
def links_delete(request: HttpRequest, number: UUID) -> HttpResponse:
    """Call a link back, with all that came by it; where a case hangs on it, ask what becomes of that."""
    found, what = get_object_or_404(UploadLink, pk=number, manager=request.user), request.POST.get("what")
    if what == "all":
        delete_with_case(found, request.user)
    elif what == "end" or case_by(found) is None:
        end_link(found)
    else:
        return render(request, "links/delete.html", {"link": found})
    return redirect("links")
