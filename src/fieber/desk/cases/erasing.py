"""What becomes of a case when a link by which its data came is ended, or deleted with everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.cases.models import Case, Mail
from fieber.desk.cases.services import alone, data_gone
from fieber.desk.links.services import forget

if TYPE_CHECKING:
    from fieber.desk.links.models import UploadLink
    from fieber.desk.people.models import Person


def case_by(link: UploadLink) -> Case | None:
    """Give the case whose data come by a link, the first ones or fresh ones."""
    return Case.objects.filter(Q(link=link) | Q(again_link=link)).first()


def end_link(link: UploadLink) -> None:
    """Delete a link with all that came by it; its case stays, with what people wrote there before that.

    The finding goes too, although the case is open: without the link its person could neither see nor delete it.
    """
    with transaction.atomic():
        case = case_by(link)
        if case is not None:
            _without(case, link)
        forget(link)


def delete_with_case(link: UploadLink, by: Person | None) -> None:
    """Delete a link, its case and both its links, with all that came by them.

    Args:
        by: who does it; None for the person who uploaded.
    """
    with transaction.atomic():
        case = case_by(link)
        if case is None:
            forget(link)
            return
        links = [one for one in (case.link, case.again_link) if one is not None]
        note(by, What.CASE_DELETED, f"case {case.pk}")
        case.delete()
        for one in links:
            forget(one)


def _without(case: Case, link: UploadLink) -> None:
    """Take out of a case what is known by a link only: its check-up, what that foretold, answers that nobody sent."""
    alone(case)
    case.refresh_from_db()
    case.mails.filter(kind=Mail.Kind.ASK, state=Mail.State.WAITING).delete()  # it would ask with a link that is gone
    is_first, checkup = case.link_id == link.pk, link.checkup
    if is_first:
        case.link = None
    if checkup is not None:
        case.drafts.filter(made_at__gte=checkup.made_at, mail=None).delete()
        data_gone.send(Case, case=case, is_first=is_first)
        if is_first:
            case.checkup, case.follow_up = case.follow_up, None
            case.sent_at = case.due_on = None  # what comes next is answered anew
        else:
            case.follow_up = None
    case.save(update_fields=["link", "checkup", "follow_up", "sent_at", "due_on"])
