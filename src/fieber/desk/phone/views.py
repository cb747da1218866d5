"""One account of the list while its person is on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from fieber.desk.accounts.models import Account
from fieber.desk.accounts.views import STAFF
from fieber.desk.checkups.models import State
from fieber.desk.checkups.services import visible_to
from fieber.desk.own.forms import Sentence
from fieber.desk.people.access import only, rarely
from fieber.desk.roster.forms import Beside
from fieber.desk.roster.models import Entry, Kept
from fieber.desk.sandbox import Refused
from fieber.desk.sandbox.warm import WARM
from fieber.desk.words import say, words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@only(*STAFF)
@require_http_methods(["GET", "POST"])
@rarely("phone")
def phone(request: HttpRequest, number: int) -> HttpResponse:
    """See one account of the list; type what its person says, and have three sentences and a question."""
    account = get_object_or_404(Account.objects.visible_to(request.user).filter(owner__objection=None), pk=number)
    kept = Kept.objects.filter(account=account).first()
    form = Sentence(request.POST or None)
    told = (
        _answer(account, kept, form.cleaned_data["sentence"], is_whole="whole" in request.POST)
        if kept is not None and form.is_valid()
        else None
    )
    if kept is not None and told is None:
        WARM.begin()
    checkups = visible_to(request.user).filter(account=account, state=State.DONE).order_by("-made_at")
    context = {
        "account": account,
        "kept": kept,
        "form": form,
        "told": None if isinstance(told, Refused) else told,
        "refused": getattr(told, words().lang) if isinstance(told, Refused) else "",
        "beside": Beside(initial=_beside(request, account)),
        "checkup": checkups.first(),
    }
    return render(request, "phone/phone.html", context, status=400 if form.errors else 200)


def _answer(account: Account, kept: Kept, sentence: str, *, is_whole: bool) -> dict[str, object] | Refused:
    whose = {"account": account.name, "platform": account.platform, "posts": kept.posts}
    found = WARM.ask(whose | {"sentence": sentence, "lang": words().lang, "is_whole": is_whole})
    return found if isinstance(found, Refused) else found | {"question": say(f"phone.ask.{found['ask']}")}


def _beside(request: HttpRequest, account: Account) -> dict[str, str]:
    entry = Entry.objects.filter(account=account, manager=request.user).first()
    if entry is None:
        return {}
    tags = ", ".join(entry.tags.order_by("name").values_list("name", flat=True))
    return {"keeper": entry.keeper, "tags": tags, "notes": entry.notes}
