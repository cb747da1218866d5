"""One account of the list while its person is on the phone, and a page for them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST

from fieber.desk.accounts.views import CALLS, STAFF
from fieber.desk.audit.models import What
from fieber.desk.audit.services import note, note_seen
from fieber.desk.checkups.models import State
from fieber.desk.checkups.services import visible_to
from fieber.desk.explained.services import shorts
from fieber.desk.own.forms import Sentence
from fieber.desk.people.access import only, rarely
from fieber.desk.phone.asking import ask
from fieber.desk.roster import queue
from fieber.desk.roster.forms import Beside
from fieber.desk.roster.listing import lines_of, listed_for
from fieber.desk.roster.models import Entry, Kept
from fieber.desk.sandbox import Refused
from fieber.desk.sandbox.warm import WARM
from fieber.desk.words import say, words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from fieber.desk.accounts.models import Account

    Told = dict[str, Any] | Refused | None  # what came from behind the walls; None: nobody asked


@only(*CALLS)
@require_http_methods(["GET", "POST"])
@rarely("phone")
def phone(request: HttpRequest, number: int) -> HttpResponse:
    """See one account of the list; type what its person says, and have three sentences and a question."""
    account = get_object_or_404(listed_for(request.user), pk=number)
    form = Sentence(request.POST or None)
    told = _told(account, form, "whole" if "whole" in request.POST else "aloud")
    if isinstance(told, dict):
        queue.call(request.user, account)
    elif Kept.objects.filter(account=account).exists():
        WARM.begin()
    return _page(request, account, form, told)


@only(*STAFF)
@require_POST
@rarely("phone")
def phone_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Take one page for the client along, in the language that was chosen."""
    account = get_object_or_404(listed_for(request.user), pk=number)
    get_object_or_404(Kept, account=account)
    form = Sentence(request.POST)
    told = _told(account, form, "pdf", sender=settings.AGENCY, lang=_client_language(request))
    if not isinstance(told, dict):
        return _page(request, account, form, told)
    note(request.user, What.PAGE_TAKEN, f"account {account.pk}")
    answer = HttpResponse(base64.b64decode(told["pdf"]), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{slugify(account.name) or 'fieber'}.pdf")
    return answer


def _client_language(request: HttpRequest) -> str:
    asked = request.POST.get("lang")
    return asked if asked in {"de", "en"} else words().lang


def _told(account: Account, form: Sentence, kind: str, **more: str) -> Told:
    """Ask behind the walls; None where there is nothing to ask."""
    if not form.is_valid():
        return None
    found = ask(account, form.cleaned_data["sentence"], kind, **more)
    if not isinstance(found, dict) or kind == "pdf":
        return found
    return found | {"question": say(f"phone.ask.{found['ask']}"), "explain": shorts(found["explain"], words().lang)}


def _page(request: HttpRequest, account: Account, form: Sentence, told: Told) -> HttpResponse:
    checkup = visible_to(request.user).filter(account=account, state=State.DONE).order_by("-made_at").first()
    if checkup is not None:
        note_seen(request.user, checkup)
    context = {
        "account": account,
        "line": lines_of(request.user, Q(pk=account.pk))[0],
        "has_posts": Kept.objects.filter(account=account).exists(),
        "form": form,
        "told": None if isinstance(told, Refused) else told,
        "refused": getattr(told, words().lang) if isinstance(told, Refused) else "",
        "beside": Beside(initial=_beside(request, account)),
        "checkup": checkup,
        "calls": [line for line in queue.calls(request.user) if line.number != account.pk],
    }
    return render(request, "phone/phone.html", context, status=400 if form.errors else 200)


def _beside(request: HttpRequest, account: Account) -> dict[str, str]:
    entry = Entry.objects.filter(account=account, manager=request.user).first()
    if entry is None:
        return {}
    tags = ", ".join(entry.tags.order_by("name").values_list("name", flat=True))
    return {"keeper": entry.keeper, "tags": tags, "notes": entry.notes}
