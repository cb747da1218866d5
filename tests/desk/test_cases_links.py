"""Cases and the links by which their data come: one ends without the other, or both go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.desk.people import FOUND, link_of
from tests.desk.test_ledger import first

from fieber.desk.audit.models import Entry, What
from fieber.desk.cases import services
from fieber.desk.cases.models import Case, Draft, Mail, Stage
from fieber.desk.cases.post import release_answer, release_question
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.ledger.models import Advised, Forecast
from fieber.desk.links.models import UploadLink
from fieber.desk.links.services import receive

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.desk.people import Team

DRAFT = {"draft": {"de": "Dir geht es gut.", "en": "You are fine."}, "advice": ["advice.nothing_wait"]}


def uploaded(link: UploadLink) -> Checkup:
    """Upload by a link, and have it read."""
    assert receive(link, [], "Halved")
    link.refresh_from_db()
    assert link.checkup is not None
    keep_findings(link.checkup.pk, [{**FOUND, **DRAFT, "contract": first()}])
    return link.checkup


def case_with_finding(team: Team) -> tuple[Case, str]:
    """A case whose data came by a link, with an answer that went out and one that did not; and the link's secret."""
    link, secret = link_of(team.manager)
    case = Case.objects.create(manager=team.manager, link=link, whose="Lena", email="lena@example.org", language="en")
    uploaded(link)
    case.refresh_from_db()
    release_answer(case, case.drafts.get(), team.manager)
    services.add_draft(case, "Your likes fell by 12 percent.", team.manager)
    return case, secret


def delete(team: Team, case: Case, **told: str) -> HttpResponse:
    link = case.again_link or case.link
    assert link is not None
    return team.signed_in("manager").post(reverse("links_delete", args=[link.pk]), told)


def deleted_cases() -> list[Any]:
    return list(Entry.objects.filter(what=What.CASE_DELETED).values_list("person", "about"))


def test_nothing_goes_before_somebody_says_what(team: Team) -> None:
    """Where a case hangs on a link, a click on delete asks, in the list's own page."""
    case, _ = case_with_finding(team)

    page = delete(team, case)

    assert page.status_code == 200
    assert 'value="end"' in page.content.decode()
    assert 'value="all"' in page.content.decode()
    assert Case.objects.get().link == UploadLink.objects.get()


def test_only_the_link_ends(team: Team) -> None:
    """What came by it is gone, also what was foretold and drafted from it; sentence, mails and case stay."""
    case, secret = case_with_finding(team)

    delete(team, case, what="end")

    kept = Case.objects.get()
    assert (kept.stage, kept.sentence, kept.checkup, kept.link) == (Stage.EXPORT, "Halved", None, None)
    assert not UploadLink.objects.exists()
    assert not Checkup.objects.exists()
    assert not Forecast.objects.exists()
    assert not Advised.objects.exists()
    assert [draft.pk for draft in Draft.objects.all()] == [mail.draft_id for mail in Mail.objects.all()]
    assert deleted_cases() == []
    assert Client(SERVER_NAME="127.0.0.1").get(reverse("link", args=[secret])).status_code == 410
    assert team.signed_in("manager").get(reverse("case", args=[kept.pk])).status_code == 200

    release_question(kept, team.manager)
    assert kept.link is not None
    uploaded(kept.link)
    kept.refresh_from_db()
    assert kept.stage == Stage.ANSWER
    assert Forecast.objects.filter(case=kept).exists()


def test_a_question_on_its_way_does_not_go_out_with_a_dead_link(team: Team) -> None:
    """Ended before its mail is sent, that mail is withdrawn."""
    case = Case.objects.create(manager=team.manager, whose="Lena", email="lena@example.org", language="en")
    release_question(case, team.manager)

    delete(team, case, what="end")

    assert not Mail.objects.exists()
    assert Case.objects.get().stage == Stage.EXPORT


@pytest.mark.parametrize("by_person", [False, True])
def test_everything_goes_and_the_log_says_so(by_person: bool, team: Team) -> None:
    """By the manager or by who uploaded: link, data and case; the log has who did it, and no name."""
    case, secret = case_with_finding(team)

    if by_person:
        Client(SERVER_NAME="127.0.0.1").post(reverse("link_delete", args=[secret]))
    else:
        delete(team, case, what="all")

    for model in (Case, UploadLink, Checkup, Draft, Mail, Forecast):
        assert not model.objects.exists()
    assert deleted_cases() == [(None if by_person else team.manager.pk, f"case {case.pk}")]


@pytest.mark.parametrize("by_person", [False, True])
def test_fresh_data_go_without_the_first(by_person: bool, team: Team) -> None:
    """Of data that came later, the person deletes those; the first finding and what it foretold stay."""
    case, _ = case_with_finding(team)
    secret = services.open_for(case)
    assert case.again_link is not None
    uploaded(case.again_link)
    case.refresh_from_db()
    assert (case.stage, Checkup.objects.count()) == (Stage.CLOSE, 2)

    if by_person:
        Client(SERVER_NAME="127.0.0.1").post(reverse("link_delete", args=[secret]))
    else:
        delete(team, case, what="end")

    kept = Case.objects.get()
    assert (kept.follow_up, kept.again_link, kept.checkup) == (None, None, Checkup.objects.get())
    assert kept.drafts.count() == 2
    assert set(Forecast.objects.values_list("value", flat=True)) <= {None, 1.0, -1.0}
    assert UploadLink.objects.get() == kept.link


def test_only_ones_own_links(team: Team) -> None:
    """Nobody else ends a link, whatever they say."""
    case, _ = case_with_finding(team)
    assert case.link is not None

    for who in ("other", "lead"):
        answer = team.signed_in(who).post(reverse("links_delete", args=[case.link.pk]), {"what": "all"})
        assert answer.status_code == 404
    assert Case.objects.exists()
