"""Instagram's own login: the person says yes there, we get a token that reads their account, and nothing else.

"Instagram API with Instagram Login", documented at developers.facebook.com/docs/instagram-platform. The operator's app
stands in the environment (`settings.INSTAGRAM_ID`, `INSTAGRAM_SECRET`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from django.conf import settings
from django.utils import timezone

from fieber.sources._credentials import base_url
from fieber.sources.instagram import INSTAGRAM_LOGIN

SCOPES = ("instagram_business_basic", "instagram_business_manage_insights")  # to read; nothing can be posted with them
TIMEOUT = 15.0  # seconds
LASTS = timedelta(days=60)  # of a token, where Instagram does not say
RENEW_BEFORE = timedelta(days=30)


class NotGivenError(Exception):
    """Instagram gives no token, or cannot be reached. It says nothing of why: that may hold a name or a token."""


@dataclass(frozen=True, slots=True)
class Access:
    """What Instagram gave: a token, until when it is good, and whose account it reads."""

    token: str
    until: datetime
    username: str


def is_set_up() -> bool:
    """Say whether the operator has an app at Instagram."""
    return bool(settings.INSTAGRAM_ID and settings.INSTAGRAM_SECRET)


def address_of_login(state: str, back: str) -> str:
    """Give where the person says yes.

    Args:
        state: comes back with them, so that nobody else's yes is taken for theirs. back: our address they come back to.
    """
    asked = {
        "client_id": settings.INSTAGRAM_ID,
        "redirect_uri": back,
        "response_type": "code",
        "scope": ",".join(SCOPES),
        "state": state,
    }
    return f"{base_url('instagram_login', 'https://www.instagram.com')}/oauth/authorize?{urlencode(asked)}"


def access_for(code: str, back: str) -> Access:
    """Trade the code with which a person came back for a token of 60 days.

    Raises:
        NotGivenError: Instagram does not want to.
    """
    form = {
        "client_id": settings.INSTAGRAM_ID,
        "client_secret": settings.INSTAGRAM_SECRET,
        "grant_type": "authorization_code",
        "redirect_uri": back,
        "code": code.removesuffix("#_"),
    }
    place = base_url("instagram_token", "https://api.instagram.com")
    given = _asked("POST", f"{place}/oauth/access_token", data=form)
    first = given["data"][0] if isinstance(given.get("data"), list) and given["data"] else given  # both are documented
    exchange = {"grant_type": "ig_exchange_token", "client_secret": settings.INSTAGRAM_SECRET}
    token, until = _long_lived("/access_token", exchange | {"access_token": _text(first, "access_token")})
    profile = _asked(
        "GET", f"{_graph()}/me", params={"fields": "username"}, headers={"Authorization": f"Bearer {token}"}
    )
    return Access(token, until, _text(profile, "username"))


def renewed(token: str) -> tuple[str, datetime]:
    """Give the same access for another 60 days.

    Raises:
        NotGivenError: Instagram does not want to.
    """
    return _long_lived("/refresh_access_token", {"grant_type": "ig_refresh_token", "access_token": token})


def _long_lived(path: str, params: dict[str, str]) -> tuple[str, datetime]:
    given = _asked("GET", _graph() + path, params=params)
    seconds = given.get("expires_in")
    lasts = timedelta(seconds=seconds) if isinstance(seconds, int) else LASTS
    return _text(given, "access_token"), timezone.now() + lasts


def _graph() -> str:
    return base_url("instagram", INSTAGRAM_LOGIN)


def _asked(method: str, address: str, **values: Any) -> dict[str, Any]:
    try:
        answer = httpx.request(method, address, timeout=TIMEOUT, **values)
        document = answer.json()
    except (httpx.HTTPError, ValueError):
        raise NotGivenError from None
    if answer.status_code != httpx.codes.OK or not isinstance(document, dict):
        raise NotGivenError
    return document


def _text(document: Any, name: str) -> str:
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, str) or not found:
        raise NotGivenError
    return found
