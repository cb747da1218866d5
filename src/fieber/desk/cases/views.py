"""The list of cases, and one case: its sentence, its answer, its mails, what came later, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.accounts.views import CALLS, STAFF
from fieber.desk.audit.services import note_seen
from fieber.desk.cases import services
from fieber.desk.cases.beginning import checkups_for, proposed
from fieber.desk.cases.forms import TRIED, Answer, Begin, Close
from fieber.desk.cases.models import RELATED, Case, Stage
from fieber.desk.cases.post import link_of, question, release_answer, release_question
from fieber.desk.cases.reading import is_fresh
from fieber.desk.checkups.models import State
from fieber.desk.explained.services import shorts
from fieber.desk.people.access import only, rarely
from fieber.desk.roster.listing import listed_for
from fieber.desk.words import say, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest

    from fieber.desk.accounts.models import Account
    from fieber.desk.checkups.models import Checkup

LISTED = 100
MOST_EXPLAINERS = 5
MOST_CAUSES = 6
EARLY = {Stage.ANSWER, Stage.EXPORT, Stage.REFUSED}  # to close; it can be done, but something else comes first
MAY_ASK = {Stage.EXPORT, Stage.REFUSED, Stage.WAITING, Stage.DUE, Stage.ASKED, Stage.CLOSE}


@only(*CALLS)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """See one's cases, what is to be done first; or those that are closed, the latest first. Search their words."""
    shows_closed = "closed" in request.GET
    mine = Case.objects.visible_to(request.user).filter(closed_at__isnull=not shows_closed)
    asked = request.GET.get("words", "").strip()[:100]
    if asked:  # they lie sealed in the database, which cannot look for them
        told = mine.values_list("pk", "whose", "sentence", "account__name")
        mine = mine.filter(pk__in=[pk for pk, *texts in told if _has_words(asked, texts)])
    found: Any = mine.select_related(*RELATED).order_by("-closed_at", "due_on", "-made_at", "pk")
    if not shows_closed:
        order = list(Stage)
        found = sorted(found, key=lambda case: order.index(case.stage))
    page = Paginator(found, LISTED).get_page(request.GET.get("page"))
    context = {"page": page, "shows_closed": shows_closed, "asked": asked, "any": bool(page.paginator.count or asked)}
    return render(request, "cases/cases.html", context)


def _has_words(asked: str, texts: Sequence[str | None]) -> bool:
    """Say whether all words of a search stand in these texts."""
    text = " ".join(filter(None, texts)).casefold()
    return all(word in text for word in asked.casefold().split())


@only(*CALLS)
@require_http_methods(["GET", "POST"])
@rarely("own")
def case_new(request: HttpRequest) -> HttpResponse:
    """Begin a case about a check-up, about an account, or about somebody who is asked for an export."""
    told = request.POST or request.GET
    checkup = _checkup(request, told.get("checkup", ""))
    account = checkup.account if checkup is not None else _account(request, told.get("account", ""))
    form = Begin(request.POST if "whose" in request.POST else None, initial=_proposed(request, account, checkup))
    if form.is_valid():
        made = services.begin_once(request.user, account=account, checkup=checkup, **form.cleaned_data)
        return redirect("case", made.pk)
    context = {"form": form, "account": account, "checkup": checkup}
    return render(request, "cases/new.html", context, status=400 if form.errors else 200)


def _checkup(request: HttpRequest, told: str) -> Checkup | None:
    number = services.number_of(told)
    return None if number is None else get_object_or_404(checkups_for(request.user), pk=number)


def _account(request: HttpRequest, told: str) -> Account | None:
    is_number = told.isdecimal() and told.isascii()
    return get_object_or_404(listed_for(request.user), pk=told) if is_number else None


def _proposed(request: HttpRequest, account: Account | None, checkup: Checkup | None) -> dict[str, str]:
    known = proposed(account, checkup, words().lang)
    return known | {"sentence": known["sentence"] if checkup is not None else request.POST.get("sentence", "")}


def _seen(request: HttpRequest, number: UUID) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).select_related(*RELATED, "manager"), pk=number)


@only(*CALLS)
@require_GET
def case(request: HttpRequest, number: UUID) -> HttpResponse:
    """See one case."""
    found = _seen(request, number)
    if found.came_from_id is not None and found.manager_id == request.user.pk:
        Case.objects.filter(pk=found.pk).update(came_from=None)  # the page still says it, this once
    for checkup in filter(None, (found.checkup, found.follow_up)):
        note_seen(request.user, checkup)
    return _page(request, found)


@only(*CALLS)
@require_GET
def case_state(request: HttpRequest, number: UUID) -> HttpResponse:
    """Tell the page whether the finding is there: it asks while it waits."""
    answer = HttpResponse(status=204)
    if _seen(request, number).stage != Stage.READING:
        answer["HX-Refresh"] = "true"
    return answer


def _page(request: HttpRequest, found: Case, **more: Any) -> HttpResponse:
    drafts = list(found.drafts.select_related("made_by"))
    newest = drafts[0].text if drafts else ""
    contract = services.contract_of(found.checkup, words().lang)
    causes = [one["cause"] for one in contract["causes"][:MOST_CAUSES]] if contract else []
    context = {
        "case": found,
        "stage": found.stage,
        "refused": next((one for one in _coming(found) if one.state == State.REFUSED), None),
        "drafts": drafts,
        "mails": services.mails_of(found),
        "is_waiting": found.stage == Stage.READING,
        "is_early": found.stage in EARLY,
        "may_ask": found.stage in MAY_ASK,
        "comes_by_itself": found.checkup is not None and is_fresh(found),
        "preview": question(found, "…"),
        "help": contract["answer"] if contract and found.is_about_person else [],
        "explainers": _explainers(found),
        "answer": Answer(initial={"text": newest}),
        "email": request.POST.get("email", found.email),
        "close": Close(causes=causes, initial={"outcome": found.outcome, "cause": found.cause}),
        **more,
    }
    if all(one.made_by_id for one in drafts):
        context["answer"].fields["text"].help_text = say("case.answer.help.own")
    is_wrong = "address_problem" in more or any(form.errors for form in (context["answer"], context["close"]))
    return render(request, "cases/case.html", context, status=400 if is_wrong else 200)


def _coming(found: Case) -> list[Checkup]:
    """Give the check-ups that the case waits for, or could not have."""
    first = found.checkup or (found.link and found.link.checkup)
    later = found.follow_up or (found.again_link and found.again_link.checkup)
    return [one for one in (later, first) if one]


def _explainers(found: Case) -> list[tuple[str, str, str]]:
    """Give name, title and short text of the explainers that fit, in the language of the answer."""
    if found.is_about_person:
        return []
    return shorts(services.explainers_for(found)[:MOST_EXPLAINERS], found.language)


@only(*CALLS)
@require_POST
def case_draft(request: HttpRequest, number: UUID) -> HttpResponse:
    """Keep a version of the answer; with an explainer, the same with its short text in it."""
    found = _seen(request, number)
    if found.closed_at is not None:  # in another tab
        return redirect("case", found.pk)
    form = Answer(request.POST)
    if not form.is_valid():
        return _page(request, found, answer=form)
    text, name = form.cleaned_data["text"], request.POST.get("explainer", "")
    chosen = next((short for one, _, short in _explainers(found) if one == name), None)
    services.add_draft(found, text, request.user)
    if chosen is not None:
        services.say_explainer(found, name, chosen, request.user)
    return redirect("case", found.pk)


@only(*CALLS)
@require_POST
@rarely("letters")
def case_send(request: HttpRequest, number: UUID) -> HttpResponse:
    """Release what stands in the field as a mail, or note that it was copied and sent elsewhere; it is kept first."""
    found, form = _seen(request, number), Answer(request.POST)
    if found.closed_at is not None:
        return redirect("case", found.pk)
    if not form.is_valid():
        return _page(request, found, answer=form)
    draft = services.add_draft(found, form.cleaned_data["text"], request.user)
    if request.POST.get("way") == "copied":
        services.answered(found, request.user)
        return redirect("case", found.pk)
    if not _has_address(request, found):
        return _page(request, found, address_problem=say("field.email.wrong"))
    release_answer(found, draft, request.user)
    return redirect("case", found.pk)


def _has_address(request: HttpRequest, found: Case) -> bool:
    """Say whether mails of this case have somewhere to go; an address that is told now takes the place of the old."""
    form = Begin({"whose": "-", "language": found.language, "email": request.POST.get("email", found.email)})
    is_one = form.is_valid() and bool(form.cleaned_data["email"])
    if is_one and form.cleaned_data["email"] != found.email:
        found.email = form.cleaned_data["email"]
        found.save(update_fields=["email"])
    return is_one


@only(*CALLS)
@require_POST
@rarely("letters")
def case_ask(request: HttpRequest, number: UUID) -> HttpResponse:
    """Look again at once, or ask for data: by a mail, or with a link that is shown once to be copied."""
    found, way = _seen(request, number), request.POST.get("way")
    if found.stage not in MAY_ASK:
        return redirect("case", found.pk)
    if way == "look":
        services.look_again(found)
    elif way == "link":
        return _page(request, found, message=question(found, link_of(found)))
    elif not _has_address(request, found):
        return _page(request, found, address_problem=say("field.email.wrong"))
    else:
        release_question(found, request.user)
    return redirect("case", found.pk)


@only(*CALLS)
@require_POST
def case_close(request: HttpRequest, number: UUID) -> HttpResponse:
    """Say whether the fear was right."""
    found = _seen(request, number)
    contract = services.contract_of(found.checkup, words().lang)
    causes = [one["cause"] for one in contract["causes"]] if contract else []
    form = Close(request.POST, causes=causes)
    if not form.is_valid():
        return _page(request, found, close=form)
    told = form.cleaned_data | {"was_tried": TRIED[form.cleaned_data["was_tried"]]}
    services.close(found, request.user, **told)
    return redirect("case", found.pk)


@only(*STAFF)
@require_POST
def case_delete(request: HttpRequest, number: UUID) -> HttpResponse:
    """Delete a case with its drafts and mails."""
    services.forget(_seen(request, number), request.user)
    return redirect("cases")
