"""What is asked about an account of the list behind the walls, from the posts that are kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from fieber.desk.roster.models import Kept, Run
from fieber.desk.sandbox.warm import WARM
from fieber.desk.words import words

if TYPE_CHECKING:
    from fieber.desk.accounts.models import Account
    from fieber.desk.sandbox import Refused


def ask(account: Account, sentence: str, form: str, **more: str) -> dict[str, Any] | Refused | None:
    """Give what `sandbox.answering.answer` says of an account; None where no posts of it are kept.

    Args:
        sentence: what its person said; "" for nothing. form, more: as `answering.answer` takes them.
    """
    kept = Kept.objects.filter(account=account).first()
    if kept is None:
        return None
    run = Run.objects.filter(row__account=account, row__is_newest=True).first()
    order = {
        "account": account.name,
        "platform": account.platform,
        "posts": kept.posts,
        "weather": run.weather if run else "",
        "as_of": run.as_of.isoformat() if run and run.as_of else None,
        "sentence": sentence,
        "lang": words().lang,
        "form": form,
    }
    return WARM.ask(order | more)


def get_ready() -> None:
    """Have a process wait for the first call, where posts of anybody are kept: each of the server's needs its own."""
    if Kept.objects.exists():
        WARM.begin()
    connection.close()
