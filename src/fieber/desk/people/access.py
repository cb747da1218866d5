"""Who may open a view."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import PermissionDenied

from fieber.desk.errors import too_often

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]


def only(*roles: str) -> Callable[[View], View]:
    """Let only these roles into a view; who is not signed in is sent to do so by Django itself."""

    def closed(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            if request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **values)

        return answer

    return closed


def rarely(action: str, *, limit_get: bool = False) -> Callable[[View], View]:
    """Let one address or person send this view only so many forms a minute (`settings.RATES`).

    Args:
        limit_get: opening it counts too, since that alone is work.
    """

    def limited(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            told = {"app": "fieber.desk", "action": action, "config": settings.RATES}
            if ratelimit.consume(request, **told, limit_get=limit_get) is None:
                return too_often(request)
            return view(request, *args, **values)

        return answer

    return limited
