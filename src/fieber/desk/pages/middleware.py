"""Asks creators again where a page that they agreed to has a new version, and counts what is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect

from fieber.desk.pages.counting import count
from fieber.desk.pages.services import to_agree

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# open without having agreed: what there is to agree to, leaving, and every right
ALWAYS = {"consent", "page", "page_version", "language", "account_logout"}
RIGHTS = "rights"


class Agreed:
    """Before any other page, whoever has not agreed to the version that holds is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count what was shown."""
        response = self.get_response(request)
        count(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, *_args: Any) -> HttpResponse | None:
        """Send to the question where there is one."""
        name = request.resolver_match.url_name or ""
        is_open = not getattr(view, "login_required", True) or name in ALWAYS or name.startswith(RIGHTS)
        if is_open or not request.user.is_authenticated or not to_agree(request.user):
            return None
        return redirect("consent")
