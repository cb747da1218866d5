"""One check-up, for whom it is about and for those who may see it; and what is asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from fieber.desk.accounts.views import CALLS
from fieber.desk.audit.services import note_seen
from fieber.desk.checkups import inquiries
from fieber.desk.checkups.forms import Answer
from fieber.desk.checkups.models import Checkup, Inquiry, State
from fieber.desk.checkups.services import visible_to
from fieber.desk.checkups.showing import shown
from fieber.desk.checkups.sound import has_voice, sound_of
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role
from fieber.desk.words import words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

ANYBODY = (*CALLS, Role.CREATOR)
BESIDE = ("account", "uploadlink", "inquiry__answered_by")


def _seen(request: HttpRequest, number: UUID) -> Checkup:
    return get_object_or_404(visible_to(request.user).select_related(*BESIDE), pk=number)


@only(*ANYBODY)
@require_GET
def checkup(request: HttpRequest, number: UUID) -> HttpResponse:
    """See what was found; for all others there is nothing at this address."""
    found = _seen(request, number)
    note_seen(request.user, found)
    return _page(request, found, Answer())


def _page(request: HttpRequest, found: Checkup, form: Answer) -> HttpResponse:
    spoken = f"spoken_{words().lang}"
    finding = found.findings.only(spoken).first()
    is_read = finding is not None and bool(getattr(finding, spoken))
    context = {
        "checkup": found,
        "link": getattr(found, "uploadlink", None),
        "is_creator": request.user.role == Role.CREATOR,
        "is_read": is_read,
        "has_voice": has_voice(),
        "may_ask": inquiries.may_be_asked(found, request.user),
        "has_people": inquiries.has_people,  # asked only where the page needs it
        "inquiry": getattr(found, "inquiry", None),
        "form": form,
    }
    return shown(request, "checkups/checkup.html", context, status=400 if form.errors else 200)


@only(*ANYBODY)
@require_GET
def checkup_state(request: HttpRequest, number: UUID) -> HttpResponse:
    """Tell the page whether the finding is there: it asks while it waits."""
    found = visible_to(request.user).filter(pk=number, state=State.WAITING).exists()
    answer = HttpResponse(status=204)
    if not found:
        answer["HX-Refresh"] = "true"
    return answer


@only(*ANYBODY)
@require_GET
@rarely("sound", limit_get=True)
def checkup_sound(request: HttpRequest, number: UUID) -> HttpResponse:
    """Hear it, in the language of the page."""
    found = _seen(request, number)
    note_seen(request.user, found)
    finding = found.findings.first()
    said = "" if finding is None else getattr(finding, f"spoken_{words().lang}")
    if not said or not has_voice():
        raise Http404
    answer = HttpResponse(sound_of(said, words().lang), content_type="audio/wav")
    answer["Content-Encoding"] = "identity"  # packing would cost more than it saves
    return answer


@only(Role.CREATOR)
@require_POST
def checkup_ask(request: HttpRequest, number: UUID) -> HttpResponse:
    """Have the people of this desk look at it, or take that back."""
    found = _seen(request, number)
    if request.POST.get("take_back"):
        inquiries.take_back(found)
    elif inquiries.may_be_asked(found, request.user) and inquiries.has_people():
        inquiries.ask(found)
    return redirect("checkup", found.pk)


@only(*CALLS)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """See who waits for somebody to look at their finding."""
    return render(request, "checkups/inquiries.html", {"inquiries": inquiries.waiting()})


@only(*CALLS)
@require_POST
def inquiry_answer(request: HttpRequest, number: UUID) -> HttpResponse:
    """Say what one sees; the person reads it beside the finding."""
    inquiry = get_object_or_404(Inquiry, checkup=_seen(request, number))
    form = Answer(request.POST)
    if not form.is_valid():
        note_seen(request.user, inquiry.checkup)
        return _page(request, inquiry.checkup, form)
    inquiries.answer(inquiry, request.user, form.cleaned_data["answer"])
    return redirect("inquiries")
