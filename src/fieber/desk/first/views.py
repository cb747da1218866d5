"""The first page: numbers in, an answer below the same address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fieber.api import each_checkup
from fieber.desk.first.forms import Numbers
from fieber.desk.people.access import rarely
from fieber.desk.words import say, words
from fieber.errors import FieberError
from fieber.readers import read_typed
from fieber.report.html import article

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_http_methods(["GET", "POST"])
@rarely("first")
def first(request: HttpRequest) -> HttpResponse:
    """Answer what was typed in, at once; neither numbers nor sentence are kept anywhere."""
    form = Numbers(request.POST or None)
    answer = None
    if form.is_valid():
        try:
            answer = _answer(form.cleaned_data["likes"], form.cleaned_data["sentence"])
        except FieberError as error:
            form.add_error("likes", error.in_language(words().lang))
    status = 400 if form.errors else 200
    return render(request, "first/first.html", {"form": form, "answer": answer}, status=status)


def _answer(likes: str, sentence: str) -> str:
    """Give the finding as an element, in the language of the person."""
    reading = read_typed(likes, account=say("first.account"))
    checkup = next(iter(each_checkup(reading, complaint=sentence or None)))
    return article(checkup.diagnosis, words().lang)
