"""Several people at one case, and several clicks: what is seen is what is sent, once, and by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, Team, case_of, link_of, listed_account
from tests.desk.test_cases import answered, claim, contracts, work

from fieber.desk.cases import services
from fieber.desk.cases.models import Case, Draft, Mail, Stage
from fieber.desk.cases.post import give_up, release_question
from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import keep_findings
from fieber.desk.ledger.figures import own
from fieber.desk.links.models import UploadLink
from fieber.desk.words import words_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.desk.post import Clock
    from tests.watch.servers import Mailbox


def of_link(team: Team, who: str = "other") -> Case:
    """Give a case of this person whose numbers came by a link alone."""
    link, _ = link_of(getattr(team, who), is_used=True)
    return services.begin(getattr(team, who), whose="Lena", checkup=link.checkup)


def test_what_is_seen_is_what_is_sent(team: Team, box: Mailbox) -> None:
    """Another version in the meantime, of a colleague or of fieber, does not go out in place of what is on screen."""
    case, page = case_of(team.manager), team.signed_in("manager")
    on_screen = case.drafts.get().text
    services.add_draft(case, "Written by somebody else just now.", team.lead)

    page.post(
        reverse("case_send", args=[case.pk]), {"way": "mail", "text": f"{on_screen}\n\nPS", "email": "mia@example.org"}
    )
    work()

    assert box.letters[0].get_content().strip().endswith("PS")
    assert [one.number for one in case.drafts.all()] == [3, 2, 1]


def test_an_answer_is_sent_without_a_draft(team: Team) -> None:
    """Where fieber drafts nothing a person writes, and sends it from the same page; the list says that they write."""
    told = contracts(claims=[claim("distress", "I cannot go on")])
    case = case_of(team.manager, draft={"de": "", "en": ""}, contract=told)
    page = team.signed_in("manager")
    assert "You write this one yourself" in page.get(reverse("cases")).content.decode()

    page.post(reverse("case_send", args=[case.pk]), {"way": "copied", "text": "I will call you."})

    case.refresh_from_db()
    assert (case.drafts.get().made_by, case.sent_at is not None) == (team.manager, True)


def test_a_wrong_address_can_be_mended(team: Team, box: Mailbox) -> None:
    """The same words go out to the new address; to one that was not reached they go out again, to one that was not."""
    case, page = case_of(team.manager), team.signed_in("manager")
    told = {"way": "mail", "text": case.drafts.get().text}

    for email in ("mai@example.org", "mia@example.org", "mia@example.org"):
        page.post(reverse("case_send", args=[case.pk]), told | {"email": email})
        work()
    assert [letter["To"] for letter in box.letters] == ["mai@example.org", "mia@example.org"]
    Mail.objects.update(state=Mail.State.WAITING)
    for mail in Mail.objects.all():
        give_up(mail.pk)
    page.post(reverse("case_send", args=[case.pk]), told | {"email": "mia@example.org"})
    work()

    assert [letter["To"] for letter in box.letters] == ["mai@example.org", "mia@example.org", "mia@example.org"]
    assert {one.text for one in Draft.objects.all()} == {told["text"]}


def test_a_button_pressed_twice_begins_one_case(team: Team, clock: Clock) -> None:
    """The same words at once are one case; another sentence, or the same some time later, is another."""
    page, account = team.signed_in("manager"), listed_account(team.manager)
    told = {"whose": "Mia", "sentence": "Halved", "language": "en"}

    begun = [page.post(reverse("case_new"), told | {"account": account.pk})["Location"] for _ in range(2)]
    page.post(reverse("case_new"), told)
    page.post(reverse("case_new"), told | {"sentence": "Gone"})
    clock.at(timezone.now() + timedelta(minutes=5))
    page.post(reverse("case_new"), told | {"account": account.pk})

    assert begun[0] == begun[1]
    assert Case.objects.count() == 4


def at_once(*works: Callable[[], object]) -> None:
    """Do these in threads of their own, each with a connection of its own."""

    def alone(work: Callable[[], object]) -> None:
        work()
        connection.close()

    threads = [Thread(target=alone, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_clicks_at_once_ask_once(kept: None) -> None:
    """Two requests that come together release one mail and leave one link that works; one answer goes out once."""
    team = Team()
    case = services.begin(team.manager, whose="Mia", email="mia@example.org")
    answer = case_of(team.manager)
    told = {"way": "mail", "text": "Hi.", "email": "mia@example.org"}
    pages = [team.signed_in("manager") for _ in range(2)]

    at_once(*(lambda: release_question(Case.objects.get(pk=case.pk), team.manager) for _ in range(3)))
    at_once(*(lambda page=page: page.post(reverse("case_send", args=[answer.pk]), told) for page in pages))

    assert [mail.kind for mail in case.mails.all()] == ["ask"]
    assert (answer.mails.count(), answer.drafts.count()) == (1, 2)


def test_a_case_whose_export_never_came_can_be_closed(team: Team) -> None:
    """Nobody has to delete it to have it off the list; that nobody knows is an answer."""
    case, page = services.begin(team.manager, whose="Mia"), team.signed_in("manager")
    assert reverse("case_close", args=[case.pk]) in page.get(reverse("case", args=[case.pk])).content.decode()

    page.post(reverse("case_close", args=[case.pk]), {"outcome": "unknown", "was_tried": "unknown"})

    case.refresh_from_db()
    assert (case.stage, case.outcome) == (Stage.CLOSED, "unknown")


def test_what_came_by_a_link_nobody_else_sees(team: Team) -> None:
    """The page of the link promises that to the person: a lead and a caller of the team see nothing of the case."""
    case = of_link(team)
    link = UploadLink.objects.get(case=case)

    for who in ("lead", "caller"):
        page = team.signed_in(who)
        assert page.get(reverse("case", args=[case.pk])).status_code == 404
        assert page.get(reverse("checkup", args=[link.checkup_id])).status_code == 404
        assert "Lena" not in page.get(reverse("cases")).content.decode()
    assert "as the upload page" in team.signed_in("other").get(reverse("case", args=[case.pk])).content.decode()


def test_the_link_of_a_team_says_who_sees(team: Team) -> None:
    """About an account of the list the team sees the case, so the page of the link says so; and nobody meets a wall."""
    account = listed_account(team.other)
    case = services.begin(team.other, whose="Mia", account=account)
    page = team.signed_in("other").post(reverse("case_ask", args=[case.pk]), {"way": "link"}).content.decode()
    secret = page.split("/link/")[1].split("/")[0]
    stranger = team.signed_in("nobody")
    assert "whoever leads the team there" in stranger.get(reverse("link", args=[secret])).content.decode()

    checkup = Checkup.objects.create()
    UploadLink.objects.filter(case=case).update(checkup=checkup)
    keep_findings(
        checkup.pk, [FOUND | {"account": "another name", "draft": {"de": "Gut.", "en": "Fine."}, "advice": []}]
    )

    for who in ("other", "lead", "caller"):
        seen = team.signed_in(who).get(reverse("case", args=[case.pk])).content.decode()
        assert reverse("checkup", args=[checkup.pk]) in seen
        assert team.signed_in(who).get(reverse("checkup", args=[checkup.pk])).status_code == 200
    assert team.signed_in("manager").get(reverse("checkup", args=[checkup.pk])).status_code == 404
    assert "Only Otto and you" in stranger.get(reverse("link", args=[link_of(team.other)[1]])).content.decode()


def test_callers_meet_no_wall(team: Team) -> None:
    """After signing in a caller is where calls are; their pages lead nowhere that is not for them."""
    case = case_of(team.other)
    page = team.signed_in("caller")

    texts = [page.get(reverse(name, args=args)).content.decode() for name, args in (("cases", []), ("case", [case.pk]))]

    assert page.get(reverse("account_login"))["Location"] == reverse("roster_today")
    assert all(reverse("ledger") not in text and "/delete/" not in text for text in texts)
    assert reverse("phone", args=[case.account_id]) in texts[1]


def test_who_has_a_list_begins_with_the_day(team: Team) -> None:
    """Signing in leads to whom to call today; who looks after nobody yet begins by asking somebody."""
    listed_account(team.manager)

    assert team.signed_in("manager").get(reverse("account_login"))["Location"] == reverse("roster_today")
    assert team.signed_in("other").get(reverse("account_login"))["Location"] == reverse("links")


def test_old_cases_are_found(team: Team) -> None:
    """All of them are there, page by page; those that wait for somebody come first, whatever the database does."""
    account = listed_account(team.manager)
    now = timezone.now()
    day = {"sent_at": now, "due_on": now.date() + timedelta(days=9)}
    Case.objects.bulk_create(
        Case(manager=team.manager, account=account, whose=f"Somebody {n}", language="en", **day) for n in range(120)
    )
    case = case_of(team.manager)
    page = team.signed_in("manager")

    first = page.get(reverse("cases")).content.decode()
    assert first.index(str(case.pk)) < first.index("Somebody 1")
    assert page.get(reverse("cases"), {"page": 2}).content.decode().count('<th scope="row">') == 21
    found = page.get(reverse("cases"), {"words": "BODY 117"}).content.decode()
    assert (found.count('<th scope="row">'), "Somebody 117" in found) == (1, True)
    assert "No case matches." in page.get(reverse("cases"), {"words": "nobody at all"}).content.decode()


def test_days_are_those_of_the_desk(team: Team, clock: Clock) -> None:
    """Half an hour after midnight in Berlin it is the new day and the new month, whatever it is in London."""
    clock.at(datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
    case = answered(case_of(team.manager))
    services.close(case, team.manager, outcome="right")

    assert settings.ZONE == "Europe/Berlin"
    assert case.due_on == datetime(2026, 12, 31, tzinfo=UTC).date()
    assert [one.name for one in own(team.manager).months] == ["2026-12"]
    assert words_in("en").word("case.begun", day=case.made_at) == "Begun on 1 December 2026"


def test_a_page_that_takes_only_a_form_leads_back(team: Team) -> None:
    """After a wrong form the other language, or Enter in the address, shows the page above; a search is kept."""
    case, page = case_of(team.manager), team.signed_in("manager")
    wrong = reverse("case_draft", args=[case.pk])
    assert page.post(wrong, {"text": ""}).status_code == 400

    answer = page.post(reverse("language"), {"language": "de", "next": wrong}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("case", args=[case.pk])
    assert page.get(reverse("roster_drafts"))["Location"] == reverse("roster_today")
    assert page.get(reverse("inquiry_answer", args=[case.pk]))["Location"] == reverse("inquiries")
    assert 'value="/cases/?closed=1"' in page.get(reverse("cases"), {"closed": 1}).content.decode()


def test_a_platform_that_was_away_is_said_as_such(team: Team) -> None:
    """What was refused was not always a file."""
    case = case_of(team.manager)
    Checkup.objects.update(state=State.REFUSED, refused_en="The platform answers too slowly.")
    text = team.signed_in("manager").get(reverse("case", args=[case.pk])).content.decode()

    assert "That could not be read" in text
    assert "too slowly" in text
