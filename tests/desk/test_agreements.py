"""A manager sees an account once its owner agreed, and for as long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, account_of, agreement_of, person, question_to

from fieber.desk.accounts.models import Account
from fieber.desk.agreements.models import Agreement, Question
from fieber.desk.agreements.services import forget_old, is_kept_from_owner, send_question
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import do, take
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from tests.desk.people import Team

ADDRESS = "lena@example.org"


@pytest.fixture(autouse=True)
def _outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", [], raising=False)


def ask(team: Team, email: str = ADDRESS) -> None:
    assert team.signed_in("manager").post(reverse("agreements"), {"email": email}).status_code == 200


def sent() -> mail.EmailMessage:
    job = take(Question.objects.get().pk)
    assert job is not None
    do(job)
    (one,) = mail.outbox
    return one


def checkup_of(account: Account, team: Team) -> Checkup:
    made = Checkup.objects.create(account=account, started_by=team.manager)
    keep_findings(made.pk, [FOUND])
    return made


def test_asked_by_mail_answered_by_one_click(team: Team) -> None:
    """The mail comes in the person's language; one click, and the manager sees this account, and no other one."""
    team.creator.language = "de"
    team.creator.save()
    account, other = account_of(team.creator), account_of(team.creator)
    ask(team)

    told = sent()
    page = team.signed_in("creator").get(reverse("agreements")).content.decode()
    answer = team.signed_in("creator").post(reverse("agreements_give", args=[Question.objects.get().pk, account.pk]))

    assert (told.to, told.subject) == ([ADDRESS], "Mara möchte deinen Account sehen")
    assert "/agreements/" in told.body
    assert "Mara would like to see your account." in page
    assert answer.status_code == 302
    assert list(Account.objects.visible_to(team.manager)) == [account]
    assert list(Account.objects.visible_to(team.other)) == []
    assert set(Account.objects.visible_to(team.creator)) == {account, other}


def test_the_question_is_answered_with_the_last_account(team: Team) -> None:
    """It stays while there is an account to be asked for, then it is gone; clicked twice is clicked once."""
    first, second = account_of(team.creator), account_of(team.creator)
    question = question_to(team.creator, team.manager)
    click = team.signed_in("creator")

    for _ in range(2):
        click.post(reverse("agreements_give", args=[question.pk, first.pk]))
    is_left = Question.objects.exists()
    click.post(reverse("agreements_give", args=[question.pk, second.pk]))

    assert (is_left, Question.objects.count(), Agreement.objects.count()) == (True, 0, 2)


@pytest.mark.parametrize("who", ["creator", "manager"])
def test_ended_by_one_click_of_either_side(who: str, team: Team) -> None:
    """From the next page on the manager sees nothing of it, the check-ups of the manager's own included."""
    agreement = agreement_of(team.creator, team.manager)
    made = checkup_of(agreement.account, team)
    assert team.signed_in("manager").get(reverse("checkup", args=[made.pk])).status_code == 200

    team.signed_in(who).post(reverse("agreements_end", args=[agreement.pk]))

    assert list(Account.objects.visible_to(team.manager)) == []
    assert team.signed_in("manager").get(reverse("checkup", args=[made.pk])).status_code == 404
    assert Agreement.objects.get().ended_at is not None


def test_nobody_is_seen_without_having_agreed(team: Team) -> None:
    """A question alone opens nothing, nor does an entry in a manager's list of an account that has an owner."""
    account = account_of(team.creator)
    Account.objects.update(manager=team.manager)
    question_to(team.creator, team.manager)

    assert list(Account.objects.visible_to(team.manager)) == []
    assert list(Account.objects.visible_to(team.creator)) == [account]


def test_whether_somebody_is_registered_is_not_told(team: Team) -> None:
    """The answer to asking is the same for an address that nobody here has, and no mail tells it either."""
    answers = []
    for email in (ADDRESS, "nobody@example.org"):
        answer = team.signed_in("manager").post(reverse("agreements"), {"email": email})
        answers.append(answer.content.decode().replace(email, "").count("would"))
        page = team.signed_in("manager").get(reverse("agreements")).content.decode()
        assert email in page

    assert answers[0] == answers[1]
    assert Job.objects.filter(kind="ask").count() == 2


def test_asked_twice_is_one_mail(team: Team) -> None:
    """A manager who asks again does not send again; a question taken back sends nothing."""
    ask(team)
    ask(team)
    number = Question.objects.get().pk

    team.signed_in("manager").post(reverse("agreements_decline", args=[number]))
    send_question(number)()

    assert Job.objects.count() == 1
    assert mail.outbox == []


def test_no_is_an_answer(team: Team) -> None:
    """Who declines is rid of the question."""
    question = question_to(team.creator, team.manager)

    team.signed_in("creator").post(reverse("agreements_decline", args=[question.pk]))

    assert Question.objects.count() == 0


def test_the_client_sees_what_the_manager_sees(team: Team) -> None:
    """On by default; the manager can keep own check-ups back while the agreement runs, not after its end."""
    agreement = agreement_of(team.creator, team.manager)
    made = checkup_of(agreement.account, team)
    own = Checkup.objects.create(account=agreement.account, started_by=team.creator)
    shown = Checkup.objects.filter(account__owner=team.creator).exclude(is_kept_from_owner())

    by_default = set(shown.all())
    team.signed_in("manager").post(reverse("agreements_tell", args=[agreement.pk]), {"tells": "0"})
    kept_back = set(shown.all())
    told = team.signed_in("creator").get(reverse("agreements")).content.decode()
    team.signed_in("manager").post(reverse("agreements_end", args=[agreement.pk]))

    assert by_default == {made, own}
    assert kept_back == {own}
    assert "stay hidden from you" in told
    assert set(shown.all()) == {made, own}


def test_a_question_for_another_address_is_nobodys(team: Team) -> None:
    """Only who has the address is asked."""
    question = Question.objects.create(manager=team.manager, email="luca@example.org", language="en")
    account = account_of(team.creator)

    answer = team.signed_in("creator").post(reverse("agreements_give", args=[question.pk, account.pk]))

    assert answer.status_code == 404
    luca = person("luca", Role.CREATOR)
    foreign = team.signed_in("creator")
    foreign.force_login(luca)
    assert foreign.post(reverse("agreements_give", args=[question.pk, account.pk])).status_code == 404


def test_questions_are_forgotten(team: Team) -> None:
    """What nobody answered for as long as anything is kept is gone."""
    question_to(team.creator, team.manager)
    Question.objects.update(asked_at=timezone.now() - timedelta(days=31))

    forget_old()

    assert Question.objects.count() == 0
