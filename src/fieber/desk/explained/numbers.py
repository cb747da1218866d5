"""An account's own numbers, by which an explainer is filled: what somebody may see of it, and nothing else.

Of an account of the list they are in the posts that are kept of it; else in its newest check-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.desk.api.answers import first_contract
from fieber.desk.audit.services import note_seen
from fieber.desk.checkups.models import State
from fieber.desk.checkups.services import visible_to
from fieber.desk.phone.asking import ask

if TYPE_CHECKING:
    from fieber.desk.accounts.models import Account
    from fieber.desk.people.models import Person


def finding_of(person: Person, account: Account, lang: str) -> dict[str, Any] | None:
    """Give what is found about an account, as the contract's object; None where nothing is known of it."""
    found = ask(account, "", "contract")
    if isinstance(found, dict):
        return dict(found["contract"])
    return newest_of(person, account, lang)


def newest_of(person: Person, account: Account, lang: str) -> dict[str, Any] | None:
    """Give what the newest check-up of an account found; None where there is none. That it was seen is noted."""
    done = visible_to(person).filter(account=account, state=State.DONE)
    checkup = done.select_related("account").order_by("-made_at").first()
    if checkup is None:
        return None
    note_seen(person, checkup)
    return first_contract(checkup, lang)
