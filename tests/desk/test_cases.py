"""Cases: from the sentence to the day on which somebody says whether the fear was right."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, account_of, agreement_of, case_of

import fieber
from fieber.desk.accounts.models import Account, Connection
from fieber.desk.agreements.services import end
from fieber.desk.audit.models import Entry
from fieber.desk.calendars.services import calendar_of
from fieber.desk.cases import services
from fieber.desk.cases.models import Case, Draft, Mail, Stage
from fieber.desk.cases.post import give_up, release_answer, send
from fieber.desk.cases.reading import FILE, Way, way_of
from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import EXAMINE, EXAMINE_ACCOUNT, folder_of, keep_findings, sweep
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, OF_NOTHING, do, take
from fieber.desk.letters.post import NotTakenError
from fieber.desk.links.models import UploadLink
from fieber.desk.links.services import receive
from fieber.desk.rights.services import object_to_use
from fieber.desk.roster.models import Kept, Row, Run
from fieber.desk.sealed import hash_of
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - a type
    from tests.desk.people import Team
    from tests.desk.post import Clock
    from tests.watch.servers import Mailbox

TOLD = {"draft": {"de": "Kein Fieber.", "en": "No fever."}, "advice": ["advice.nothing_wait"]}


def found(checkup: Checkup, **more: Any) -> None:
    """Keep a finding of a check-up, as the reading process gives it."""
    keep_findings(checkup.pk, [FOUND | TOLD | more])


def connected(team: Team) -> Account:
    """A creator's account that is read from its platform, and that the manager may see."""
    agreed = agreement_of(team.creator, team.manager)
    Connection.objects.create(account=agreed.account, target="bluesky:lena")
    return agreed.account


@cache
def _contract() -> dict[str, Any]:
    """Give what a check-up of somebody who does not exist finds, without a sentence."""
    posts = patients(["noise"], seed=3, platform="instagram").posts
    found = fieber.check(posts, lang="en")
    assert not isinstance(found, list)
    return found.to_dict()


def contracts(**more: Any) -> dict[str, Any]:
    """Give that in both languages; more: parts of it that are otherwise."""
    return {lang: _contract() | {"lang": lang, "answer": ["You are not alone."]} | more for lang in ("de", "en")}


def claim(kind: str, text: str = "") -> dict[str, Any]:
    """Give a claim as the contract has it."""
    return {"kind": kind, "metric": "likes" if kind == "claim_drop" else None, "text": text, "verdict": "cannot_say"}


def answered(case: Case, ago: int = 0) -> Case:
    """Have the answer copied, so many days ago."""
    services.answered(case, case.manager)
    moved = timedelta(days=ago)
    Case.objects.filter(pk=case.pk).update(sent_at=case.sent_at - moved, due_on=case.due_on - moved)
    return Case.objects.get(pk=case.pk)


def work() -> None:
    """Do what cases have in the queue."""
    while (job := take(uuid4())) is not None:
        do(job)


def test_a_finding_becomes_a_draft(team: Team) -> None:
    """Begun from a check-up there is a draft at once, with greeting and name, in the language of the answer."""
    case = case_of(team.manager)

    draft = case.drafts.get()
    assert (draft.number, draft.made_by, case.stage) == (1, None, Stage.ANSWER)
    assert draft.text == "Hello Mia,\n\nen: no fever.\n\nBest wishes\nMara"
    assert case_of(team.manager).pk != case.pk  # another check-up, another case
    again = services.begin(team.manager, whose="Mia", checkup=case.checkup)
    assert again.pk == case.pk  # the same check-up, the same case


def test_a_sentence_orders_a_checkup(team: Team) -> None:
    """A case about a connected account asks its platform; the finding comes to it with kind, draft and line."""
    case = services.begin(team.manager, whose="Lena", account=connected(team), sentence="My likes are halved")
    assert (case.stage, Job.objects.get().kind) == (Stage.READING, EXAMINE_ACCOUNT)
    assert case.checkup is not None

    found(case.checkup, contract=contracts(claims=[claim("claim_drop")]))

    case.refresh_from_db()
    assert (case.kind, case.stage, case.drafts.count()) == ("claim_drop", Stage.ANSWER, 1)
    assert [one.what for one in Entry.objects.all()] == ["case_begun"]


def test_the_posts_of_a_list_are_read_as_a_file(team: Team) -> None:
    """An account of a manager's list is read from the posts that are kept there, with its name in each row."""
    account = Account.objects.create(name='mia "x"', platform="instagram", manager=team.manager)
    Kept.objects.create(account=account, posts="posted_at,likes\n2026-01-01T00:00:00.000000Z,10\n")

    case = services.begin(team.manager, whose="Mia", account=account, sentence="Halved")

    assert case.checkup is not None
    assert Job.objects.get().kind == EXAMINE
    text = (folder_of(case.checkup.pk) / FILE).read_text()
    assert text.splitlines()[1] == '2026-01-01T00:00:00.000000Z,10,"mia ""x""",instagram'


def test_what_comes_by_itself(team: Team) -> None:
    """Public names of a list are read by anybody; of others somebody has to be asked."""
    public = Account.objects.create(name="mia.bsky.social", platform="bluesky", manager=team.manager)
    private = Account.objects.create(name="mia", platform="instagram", manager=team.manager)

    assert [way_of(one) for one in (None, public, private)] == [Way.EXPORT, Way.PLATFORM, Way.EXPORT]
    services.begin(team.manager, whose="Mia", account=public)
    assert Connection.objects.get().target == "bluesky:mia.bsky.social"


def test_every_version_is_kept(team: Team) -> None:
    """What is written is a new version; the same text is none; an older one comes back as the newest."""
    case, page = case_of(team.manager), team.signed_in("manager")
    address = reverse("case_draft", args=[case.pk])

    for text in ("Hi Mia.\r\n\r\nAll is well.", "Hi Mia.\n\nAll is well.", case.drafts.get(number=1).text, " "):
        page.post(address, {"text": text})

    told = [(one.number, one.made_by) for one in case.drafts.all()]
    assert told == [(3, team.manager), (2, team.manager), (1, None)]
    assert case.drafts.get(number=2).text == "Hi Mia.\n\nAll is well."
    assert case.drafts.get(number=3).text == case.drafts.get(number=1).text


def test_nothing_goes_out_by_itself(team: Team, box: Mailbox) -> None:
    """A draft, an address and all jobs done: no mail is there until somebody releases one."""
    case = services.begin(team.manager, whose="Lena", account=connected(team), email="lena@example.org")
    assert case.checkup is not None
    Job.objects.all().delete()
    found(case.checkup)
    KINDS[services.FOLLOW].work(OF_NOTHING)()
    work()

    assert (len(box.letters), Mail.objects.count()) == (0, 0)


def test_an_answer_is_sent_once(team: Team, box: Mailbox) -> None:
    """Released twice it goes out once, as plain text; whoever answers it answers the manager. A new version is new."""
    case, page = case_of(team.manager), team.signed_in("manager")
    address = reverse("case_send", args=[case.pk])
    told = {"way": "mail", "text": case.drafts.get().text}
    assert page.post(address, told | {"email": "nothing"}).status_code == 400

    for _ in range(2):
        page.post(address, told | {"email": "mia@example.org"})
        work()
    page.post(address, {"way": "mail", "text": "And one more thing."})
    work()

    first, second = box.letters
    assert (first["To"], first["Reply-To"], first["Subject"]) == (
        "mia@example.org",
        "mara@example.org",
        "About your question",
    )
    assert "en: no fever." in first.get_content()
    assert "one more thing" in second.get_content()
    case.refresh_from_db()
    assert [one.state for one in case.mails.all()] == ["sent", "sent"]
    assert case.due_on == (timezone.now() + timedelta(days=30)).date()
    assert case.stage == Stage.WAITING


def test_the_mail_server_says_no(team: Team, monkeypatch: MonkeyPatch, box: Mailbox) -> None:
    """What was certainly not taken is tried again and at last told as failed; what may have arrived is left alone."""
    case = services.begin(team.manager, whose="Mia", checkup=case_of(team.other).checkup, email="mia@example.org")
    release_answer(case, case.drafts.get(), team.manager)
    mail = case.mails.get()

    monkeypatch.setattr(settings, "EMAIL_PORT", 1)
    with pytest.raises(NotTakenError):
        send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == Mail.State.WAITING
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENDING)  # somebody was killed at the server's door
    send(mail.pk)()
    mail.refresh_from_db()
    assert (mail.state, len(box.letters)) == (Mail.State.UNCLEAR, 0)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.WAITING)
    give_up(mail.pk)
    mail.refresh_from_db()
    assert mail.state == Mail.State.FAILED


def test_who_may_not_see_any_more_sends_nothing(team: Team, box: Mailbox) -> None:
    """The owner ends the agreement, or objects, after the release: nothing goes out, and the case is gone for them."""
    account = connected(team)
    checkup = Checkup.objects.create(account=account)
    found(checkup)
    case = services.begin(team.manager, whose="Lena", account=account, checkup=checkup, email="lena@example.org")
    release_answer(case, case.drafts.get(), team.manager)
    end(team.creator, account.agreements.get().pk)
    work()

    assert (case.mails.get().state, len(box.letters)) == (Mail.State.QUIET, 0)
    assert team.signed_in("manager").get(reverse("case", args=[case.pk])).status_code == 404


def test_a_connected_account_is_looked_at_again(team: Team) -> None:
    """On the day that it is due the worker orders a check-up, once; it counts for nobody; the case can be closed."""
    account = connected(team)
    checkup = Checkup.objects.create(account=account, sentence="Halved")
    found(checkup)
    case = services.begin(team.manager, whose="Lena", account=account, checkup=checkup, sentence="Halved")
    early, due = answered(case, 29), None
    KINDS[services.FOLLOW].work(OF_NOTHING)()
    assert Case.objects.get(pk=early.pk).follow_up is None
    due = answered(early, 1)
    for _ in range(2):
        KINDS[services.FOLLOW].work(OF_NOTHING)()

    made = Checkup.objects.get(is_follow_up=True)
    assert (made.started_by, made.sentence, made.account) == (None, "Halved", account)
    assert Job.objects.filter(kind=EXAMINE_ACCOUNT).count() == 1
    found(made, followers=[("2026-11-01", 100.0)])
    due.refresh_from_db()
    assert (due.stage, due.drafts.count()) == (Stage.CLOSE, 1)  # the same words make no new version


def test_who_objects_is_not_looked_at(team: Team) -> None:
    """With the objection of its owner nothing is ordered, and nobody sees the case."""
    account = connected(team)
    checkup = Checkup.objects.create(account=account)
    found(checkup)
    case = services.begin(team.manager, whose="Lena", account=account, checkup=checkup)
    answered(case, 31)
    object_to_use(team.creator)
    KINDS[services.FOLLOW].work(OF_NOTHING)()

    assert Checkup.objects.count() == 1
    assert not Case.objects.visible_to(team.manager).exists()


def test_an_export_is_asked_for_by_a_mail_that_somebody_releases(team: Team, box: Mailbox) -> None:
    """First the export, later fresh data: each by a link in a mail, read by itself, without the secret left behind."""
    page = team.signed_in("manager")
    told = {"whose": "Mia", "sentence": "Halved", "email": "mia@example.org", "language": "de"}
    case = Case.objects.get(pk=page.post(reverse("case_new"), told)["Location"].split("/")[-2])
    ask = reverse("case_ask", args=[case.pk])
    assert case.stage == Stage.EXPORT

    checkup = upload(page, ask, box)
    found(checkup, account="mia")
    case.refresh_from_db()
    assert (checkup.sentence, case.stage, case.drafts.get().text[:10]) == ("Halved", Stage.ANSWER, "Hallo Mia,")
    due = answered(case, 31)
    assert due.stage == Stage.DUE
    later = upload(page, ask, box)
    assert Case.objects.get(pk=case.pk).stage == Stage.READING
    found(later, account="mia", draft={"de": "Es ging gut weiter.", "en": ""})
    case.refresh_from_db()
    later.refresh_from_db()

    assert (case.stage, later.is_follow_up, later.started_by) == (Stage.CLOSE, True, None)
    assert "Es ging gut weiter." in case.drafts.all()[0].text
    assert all("/link/…" in mail.text for mail in case.mails.all())


def upload(page: Any, ask: str, box: Mailbox) -> Checkup:
    """Release the mail, and upload by the link in it."""
    page.post(ask, {"way": "mail"})
    work()
    text = box.letters[-1].get_content()
    secret = text.split("/link/")[1].split("/")[0]
    link = UploadLink.objects.get(secret_hash=hash_of(secret))
    assert receive(link, [], "")
    link.refresh_from_db()
    assert link.checkup is not None
    return link.checkup


def test_a_link_is_shown_once(team: Team) -> None:
    """To be copied; made again, the earlier one does not work any more."""
    page = team.signed_in("manager")
    case = services.begin(team.manager, whose="Mia")
    told = [page.post(reverse("case_ask", args=[case.pk]), {"way": "link"}).content.decode() for _ in range(2)]
    secrets = [text.split("/link/")[1].split("/")[0] for text in told]

    assert [UploadLink.objects.filter(secret_hash=hash_of(one)).exists() for one in secrets] == [False, True]
    assert "/link/" not in page.get(reverse("case", args=[case.pk])).content.decode()
    assert Case.objects.get(pk=case.pk).link == UploadLink.objects.get()


def test_a_file_that_cannot_be_read(team: Team) -> None:
    """The case says so, and a new link can be made."""
    case = services.begin(team.manager, whose="Mia")
    checkup = Checkup.objects.create(state=State.REFUSED, refused_en="There is nothing in it.")
    UploadLink.objects.filter(case=case).update(checkup=checkup)
    page = team.signed_in("manager")
    assert "There is nothing in it." in page.get(reverse("case", args=[case.pk])).content.decode()

    page.post(reverse("case_ask", args=[case.pk]), {"way": "link"})

    assert Case.objects.get(pk=case.pk).stage == Stage.EXPORT


def test_newer_posts_of_a_list_are_read(team: Team) -> None:
    """A list that was brought again after the first check-up is fresh: nobody has to be asked."""
    case = case_of(team.manager)
    assert case.account is not None
    Kept.objects.create(account=case.account, posts="posted_at,likes\n2026-01-01T00:00:00.000000Z,10\n")
    due = answered(case, 31)
    assert not services.look_again(due)
    run = Run.objects.create(manager=team.manager, what="posts")
    Row.objects.create(run=run, account=case.account, verdict="healthy", finding="not_in_data")

    assert services.look_again(due)
    assert not services.look_again(due)  # one is on its way
    assert Checkup.objects.filter(is_follow_up=True).count() == 1


def test_a_person_in_distress_is_answered_by_a_person(team: Team) -> None:
    """No draft, no explanation, no count: the page says what to do, with the help lines."""
    told = contracts(claims=[claim("distress", "I cannot go on")])
    case = case_of(team.manager, draft={"de": "", "en": ""}, contract=told)
    text = team.signed_in("manager").get(reverse("case", args=[case.pk])).content.decode()

    assert (case.is_about_person, case.drafts.count(), case.forecasts.count()) == (True, 0, 0)
    assert "You are not alone." in text
    assert "call, or write yourself" in text


def test_closing(team: Team) -> None:
    """Whether the fear was right, who says so and when; corrected by saying it again; both are in the log."""
    case, page = case_of(team.manager), team.signed_in("manager")
    address = reverse("case_close", args=[case.pk])
    assert page.post(address, {"outcome": "maybe", "was_tried": "yes"}).status_code == 400

    page.post(address, {"outcome": "right", "was_tried": "yes"})
    page.post(address, {"outcome": "market", "was_tried": "no", "cause": "other"})
    page.post(reverse("case_draft", args=[case.pk]), {"text": "Written in another tab."})
    assert "Written in another tab." not in [draft.text for draft in case.drafts.all()]

    case.refresh_from_db()
    assert (case.outcome, case.was_tried, case.cause, case.closed_by) == ("market", False, "other", team.manager)
    assert [one.what for one in Entry.objects.all()].count("case_closed") == 2
    assert page.get(reverse("cases")).content.decode().count("<tr>") == 0
    assert "It hit everyone" in page.get(reverse("cases"), {"closed": 1}).content.decode()


@pytest.mark.parametrize(("posts", "a_week", "days"), [(20, 7.0, 20), (20, 1.0, 30), (2, 14.0, 7), (None, 7.0, 30)])
def test_when_to_look_again(team: Team, posts: int | None, a_week: float, days: int) -> None:
    """After the posts that the finding asks for, at this account's pace; a week at the least, a month at the most."""
    rate = {"metric": "posting_rate", "kind": None, "normal": {"median": a_week}, "recent": None, "change": None}
    rate |= {"p_value": None, "p_drop": None}
    told = contracts(advice=[{"posts_needed": posts, "what": None, "do": ""}], vitals=[rate])

    assert services.days_until(case_of(team.manager, contract=told)) == days


def test_the_calendar_has_the_day(team: Team) -> None:
    """A case that was answered is in the manager's calendar, and in nobody else's, until it is closed."""
    case = answered(case_of(team.manager))
    assert f"case-{case.pk}" in calendar_of(team.manager)
    assert f"case-{case.pk}" not in calendar_of(team.other)
    for state, is_there in ((State.REFUSED, True), (State.DONE, False)):  # what could not be read is still to be done
        case.follow_up = Checkup.objects.create(account=case.account, state=state)
        case.save()
        assert (f"case-{case.pk}" in calendar_of(team.manager)) == is_there

    services.close(case, team.manager, outcome="unknown")

    assert "case-" not in calendar_of(team.manager)


def test_what_a_link_brought_is_kept_while_its_case_is_open(team: Team, clock: Clock) -> None:
    """The uploaded check-up outlives the usual thirty days, and goes with the case after its end."""
    case = services.begin(team.manager, whose="Mia")
    checkup = Checkup.objects.create()
    UploadLink.objects.filter(case=case).update(checkup=checkup)
    found(checkup)
    clock.at(timezone.now() + timedelta(days=90))
    sweep()
    assert Case.objects.filter(pk=case.pk).exists()

    services.close(Case.objects.get(), team.manager, outcome="unfounded")
    clock.at(timezone.now() + timedelta(days=31))
    sweep()

    assert (Case.objects.count(), Draft.objects.count(), Checkup.objects.count()) == (0, 0, 0)


def test_a_case_is_deleted_with_its_words(team: Team) -> None:
    """By its button; the check-ups of the account stay with the account."""
    case = case_of(team.manager)
    team.signed_in("manager").post(reverse("case_delete", args=[case.pk]))

    assert (Case.objects.count(), Draft.objects.count(), Checkup.objects.count()) == (0, 0, 1)


def test_no_case_without_a_look_at_the_account(team: Team) -> None:
    """A check-up or an account that the manager may not see begins none; another manager's link neither."""
    foreign = Checkup.objects.create(account=account_of(team.creator), state=State.DONE)
    page = team.signed_in("manager")

    assert page.get(reverse("case_new"), {"checkup": foreign.pk}).status_code == 404
    assert page.get(reverse("case_new"), {"account": foreign.account_id}).status_code == 404
    assert page.get(reverse("case_new"), {"checkup": "x", "account": "²"}).status_code == 200


def test_an_explanation_is_put_into_the_answer(team: Team) -> None:
    """Its short text comes before the greeting at the end; the case knows that it was said."""
    case = case_of(team.manager, contract=contracts(claims=[claim("other", "Am I shadowbanned?")]))
    page = team.signed_in("manager")
    page.post(reverse("case_draft", args=[case.pk]), {"text": case.drafts.get().text, "explainer": "shadowban"})

    case.refresh_from_db()
    newest = case.drafts.first()
    assert newest is not None
    assert case.explainers == "shadowban"
    assert newest.text.endswith("Best wishes\nMara")
    assert len(newest.text) > len(case.drafts.last().text) + 50


def test_who_left_answers_nobody(team: Team) -> None:
    """The case stays with its account, nobody here sees it, and what comes to it breaks nothing."""
    case = services.begin(team.manager, whose="Lena", account=connected(team))
    Case.objects.filter(pk=case.pk).update(manager=None)
    assert case.checkup is not None

    found(case.checkup)

    assert Case.objects.get(pk=case.pk).drafts.count() == 0
    assert not Case.objects.visible_to(team.administrator).exists()


def test_a_platform_that_did_not_answer_is_asked_again(team: Team) -> None:
    """The first check-up was refused: by a click there is a new one; or an export comes in its place."""
    case = services.begin(team.manager, whose="Lena", account=connected(team))
    Checkup.objects.update(state=State.REFUSED)
    page, ask = team.signed_in("manager"), reverse("case_ask", args=[case.pk])
    assert Case.objects.get(pk=case.pk).stage == Stage.REFUSED

    page.post(ask, {"way": "look"})
    again = Case.objects.get(pk=case.pk)
    assert (again.stage, again.checkup_id != case.checkup_id) == (Stage.READING, True)
    Checkup.objects.update(state=State.REFUSED)
    page.post(ask, {"way": "link"})

    assert Case.objects.get(pk=case.pk).stage == Stage.EXPORT


def test_a_call_goes_on_as_a_case(team: Team) -> None:
    """The sentence that was typed in while somebody talked stands in the form, beside the name of the account."""
    account = Account.objects.create(name="mia", platform="instagram", manager=team.manager)

    page = team.signed_in("manager").post(reverse("case_new"), {"account": account.pk, "sentence": "Halved"})

    assert (page.status_code, Case.objects.count()) == (200, 0)
    assert all(word in page.content.decode() for word in ("Halved", 'value="mia"'))
