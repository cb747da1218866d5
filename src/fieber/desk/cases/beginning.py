"""What a case may begin with: check-ups and accounts that somebody may see, and what is known of their person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from fieber.desk.checkups.models import State
from fieber.desk.checkups.services import visible_to
from fieber.desk.roster.listing import listed_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from fieber.desk.accounts.models import Account
    from fieber.desk.checkups.models import Checkup
    from fieber.desk.people.models import Person


def checkups_for(person: Person) -> QuerySet[Checkup]:
    """Give the check-ups that are done, about accounts of one's list or by links of one's own."""
    theirs = Q(account__in=listed_for(person)) | Q(account=None, uploadlink__manager=person)
    return visible_to(person).filter(theirs, state=State.DONE).distinct()


def proposed(account: Account | None, checkup: Checkup | None, lang: str) -> dict[str, str]:
    """Give what is known of whose case it would be: name, address, language, and what they said.

    Args:
        lang: where nobody knows the language of the person.
    """
    owner, link = getattr(account, "owner", None), getattr(checkup, "uploadlink", None)
    return {
        "whose": owner.name if owner else account.name if account else link.label if link else "",
        "email": owner.email if owner else "",
        "language": owner.language if owner else lang,
        "sentence": checkup.sentence if checkup is not None else "",
    }
