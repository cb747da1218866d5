"""One's own accounts: uploading, connecting, asking, and how it went on."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieber.desk.accounts import instagram
from fieber.desk.accounts.models import Account
from fieber.desk.accounts.services import account_of, connect, disconnect
from fieber.desk.checkups.inquiries import asked_of
from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import visible_to
from fieber.desk.errors import full
from fieber.desk.links.forms import Upload
from fieber.desk.own.forms import PublicName, Sentence
from fieber.desk.own.history import history_of
from fieber.desk.own.services import ask_platform, receive
from fieber.desk.people.access import only, rarely
from fieber.desk.people.models import Role
from fieber.desk.plans.services import NoneLeftError, left_of, sentence
from fieber.desk.plans.views import none_left
from fieber.desk.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

STATE = "instagram_state"  # in the session: what Instagram has to bring back


@only(Role.CREATOR)
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """See one's accounts, each with how it went on."""
    seen = visible_to(request.user)
    accounts = Account.objects.filter(owner=request.user).order_by("name", "pk")
    mine = Checkup.objects.filter(started_by=request.user, account=None).exclude(state=State.DONE)
    unread = list(mine.only("state", "made_at").order_by("-made_at"))
    context = {
        "histories": [history_of(account, seen) for account in accounts],
        "waiting": [one for one in unread if one.state == State.WAITING],
        "refused": [one for one in unread if one.state == State.REFUSED],
        "inquiries": asked_of(seen),
        "left": _left(request),
    }
    return render(request, "own/own.html", context)


# as with links: no body is read before it is clear that a file may come; then the token that stands in it is looked at
@csrf_exempt
@only(Role.CREATOR)
@require_http_methods(["GET", "POST"])
@rarely("own")
def own_upload(request: HttpRequest) -> HttpResponse:
    """Upload an export of one's own."""
    coming = int(request.META.get("CONTENT_LENGTH") or 0)
    if shutil.disk_usage(settings.UPLOADS).free < coming + settings.SPARE_DISK and coming:
        return full(request)
    left = left_of(request.user)
    if left is not None and not left.n:  # told before a gigabyte is on its way
        return none_left(request, left)
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = receive(request.user, form.cleaned_data["files"], form.cleaned_data["sentence"])
        except NoneLeftError as none:
            form.add_error("files", sentence(none.left))
        else:
            return redirect("checkup", made.pk)
    context = {"form": form, "left": _left(request), "most_megabytes": settings.MOST_UPLOAD // 2**20}
    return render(request, "own/upload.html", context, status=400 if form.errors else 200)


@only(Role.CREATOR)
@require_http_methods(["GET", "POST"])
@rarely("own")
def own_connect(request: HttpRequest) -> HttpResponse:
    """Connect a public account by its name, or go to Instagram's own login."""
    form = PublicName(request.POST or None)
    if form.is_valid():
        platform, name = form.cleaned_data["account"]
        account = account_of(request.user, platform, name)
        connect(account, f"{platform}:@{name}" if platform == "mastodon" else f"{platform}:{name}")
        return redirect("own_account", account.pk)
    context = {"form": form, "has_instagram": instagram.is_set_up()}
    return render(request, "own/connect.html", context, status=400 if form.errors else 200)


@only(Role.CREATOR)
@require_GET
@rarely("own", limit_get=True)
def own_instagram(request: HttpRequest) -> HttpResponse:
    """Go to Instagram, where the person says yes or no."""
    if not instagram.is_set_up():
        return redirect("own_connect")
    request.session[STATE] = secrets.token_urlsafe(24)
    return redirect(instagram.address_of_login(request.session[STATE], _back(request)))


@only(Role.CREATOR)
@require_GET
@rarely("own", limit_get=True)
def own_instagram_back(request: HttpRequest) -> HttpResponse:
    """Come back from Instagram, with a code or with a no."""
    state, code = request.session.pop(STATE, ""), request.GET.get("code", "")
    is_ours = bool(state) and constant_time_compare(state, request.GET.get("state", ""))
    if not is_ours or not code:
        return _not_connected(request, say("connect.declined") if is_ours else say("connect.failed"))
    try:
        access = instagram.access_for(code, _back(request))
    except instagram.NotGivenError:
        return _not_connected(request, say("connect.failed"))
    account = account_of(request.user, "instagram", access.username)
    connect(account, "instagram:me", access)
    return redirect("own_account", account.pk)


@only(Role.CREATOR)
@require_http_methods(["GET", "POST"])
@rarely("own")
def own_account(request: HttpRequest, number: int) -> HttpResponse:
    """See how one account went on; where it is connected, ask about it anew."""
    account = get_object_or_404(Account, pk=number, owner=request.user)
    connection = getattr(account, "connection", None)
    form = Sentence(request.POST or None)
    if request.method == "POST" and connection is not None and form.is_valid():
        try:
            return redirect("checkup", ask_platform(request.user, account, form.cleaned_data["sentence"]).pk)
        except NoneLeftError as none:
            form.add_error("sentence", sentence(none.left))
    history = history_of(account, visible_to(request.user))
    context = {"history": history, "connection": connection, "form": form, "left": _left(request)}
    return render(request, "own/account.html", context, status=400 if form.errors else 200)


@only(Role.CREATOR)
@require_POST
def own_disconnect(request: HttpRequest, number: int) -> HttpResponse:
    """Let go of an account: the token is deleted at once."""
    account = get_object_or_404(Account, pk=number, owner=request.user)
    had_token = bool(getattr(account, "connection", None) and account.connection.token)
    disconnect(account)
    return render(request, "own/disconnected.html", {"account": account, "had_token": had_token})


def _not_connected(request: HttpRequest, problem: str) -> HttpResponse:
    context = {"form": PublicName(), "has_instagram": instagram.is_set_up(), "problem": problem}
    return render(request, "own/connect.html", context, status=400)


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("own_instagram_back"))


def _left(request: HttpRequest) -> str:
    """Say what is left of this month; nothing where nobody counts."""
    left = left_of(request.user)
    return sentence(left) if left is not None else ""
