"""Teams see nothing of each other; a lead and a caller see their team's lists; what is handed over goes on whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import (
    FOUND,
    agreement_of,
    hook_of,
    link_of,
    listed_account,
    own_checkup,
    person,
    team_of,
    token_of,
)

from fieber.desk.accounts.models import Account
from fieber.desk.accounts.services import connect
from fieber.desk.agreements.models import Agreement, Question
from fieber.desk.agreements.services import running, send_question
from fieber.desk.api.models import Token
from fieber.desk.audit.models import Entry as Line
from fieber.desk.audit.models import What
from fieber.desk.cases.models import Case
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings, visible_to
from fieber.desk.explained.services import said
from fieber.desk.hooks.models import Hook
from fieber.desk.people.models import Member, Person, Role
from fieber.desk.people.models import Team as OfPeople
from fieber.desk.people.services import invite
from fieber.desk.roster.models import Entry, Kept, Row, Run
from fieber.desk.roster.services import note
from fieber.desk.teams import services

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.desk.people import Team


@pytest.fixture(autouse=True)
def _outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", [], raising=False)


@pytest.fixture
def mate(team: Team) -> Person:
    """Somebody who looks after accounts in the manager's team."""
    found = person("mio", Role.MANAGER)
    team.manager.members.get().team.members.create(person=found)
    return found


@pytest.fixture
def head(team: Team) -> Person:
    """The lead of the manager's team."""
    found = person("hanna", Role.LEAD)
    team.manager.members.get().team.members.create(person=found)
    return found


def browser_of(who: Person) -> Client:
    client = Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")
    client.force_login(who)
    return client


def judged(manager: Person, name: str = "mia") -> Account:
    """Give an account of a manager's list with all that can stand beside it."""
    account = listed_account(manager, name)
    run = Run.objects.create(manager=manager, what="posts", state="done", told_en="Fine.", weather="sunny")
    Row.objects.create(run=run, account=account, verdict="fever", temperature=39.1, finding="yours")
    Kept.objects.create(account=account, posts="posted_at,likes\n")
    note(manager, account, keeper="Kim", tags="vip", notes="likes tea")
    made = Checkup.objects.create(account=account, started_by=manager)
    keep_findings(made.pk, [FOUND])
    Case.objects.create(manager=manager, account=account, whose="Mia", language="de")
    return account


def give(by: Person, giver: Person, taker: Person, **told: object) -> HttpResponse:
    return browser_of(by).post(reverse("hand_over", args=[giver.pk]), {"taker": taker.pk, **told})


def lines(what: str) -> list[tuple[int | None, str]]:
    return list(Line.objects.filter(what=what).order_by("number").values_list("person", "about"))


def test_lead_and_caller_see_the_lists_of_their_team_only(team: Team, head: Person) -> None:
    """Accounts, check-ups and cases of the list; not of another team, nor what an owner let one manager see."""
    account = judged(team.manager)
    agreed = agreement_of(team.creator, team.manager).account
    caller = person("cora", Role.CALLER)
    team.manager.members.get().team.members.create(person=caller)

    for who in (head, caller):
        assert set(Account.objects.visible_to(who)) == {account}
        assert [one.account for one in visible_to(who)] == [account]
        assert [one.account for one in Case.objects.visible_to(who)] == [account]
        assert browser_of(who).get(reverse("phone", args=[account.pk])).status_code == 200
        assert browser_of(who).get(reverse("phone", args=[agreed.pk])).status_code == 404
    for stranger in (team.lead, team.caller, team.other, team.administrator):
        assert not Account.objects.visible_to(stranger).exists()
        assert not visible_to(stranger).exists()
        assert not Case.objects.visible_to(stranger).exists()


def test_managers_of_one_team_see_only_their_own(team: Team, mate: Person) -> None:
    """Being in one team opens nobody's list."""
    judged(team.manager)

    assert not Account.objects.visible_to(mate).exists()
    assert browser_of(mate).get(reverse("hand_over", args=[team.manager.pk])).status_code == 404


@pytest.mark.parametrize("who", ["other", "lead", "caller", "administrator"])
def test_two_teams_never_see_each_other(who: str, team: Team) -> None:
    """No page, no export, no answer of the API names what another team looks after, or who is in it."""
    account = judged(team.manager, "zaubernuss")
    own = judged(getattr(team, who), "birne") if who != "administrator" else None
    agreed = agreement_of(team.creator, team.manager).account
    Account.objects.filter(pk=agreed.pk).update(name="zauberhasel")
    link_of(team.manager, is_used=True)
    said(team.manager, "shadowban", account)
    stranger = getattr(team, who)
    found = visible_to(team.manager).filter(account=account).get()
    case = Case.objects.get(account=account)

    pages = ["roster", "roster_today", "roster_csv", "accounts", "cases", "links", "inquiries", "explained", "team"]
    pages += ["agreements", "tokens", "ledger", "rights"]
    for name in pages:
        answer = browser_of(stranger).get(reverse(name))
        text = answer.content.decode(errors="replace")
        assert "zauber" not in text, name
        assert "Mara" not in text, name
    for name, number in (("phone", account.pk), ("phone", agreed.pk), ("checkup", found.pk), ("case", case.pk)):
        assert browser_of(stranger).get(reverse(name, args=[number])).status_code == 404, name
    query = {"account": account.pk}
    assert browser_of(stranger).get(reverse("explainer", args=["shadowban"]), query).status_code == 404
    if own is not None:
        assert "birne" in browser_of(stranger).get(reverse("roster")).content.decode()
    _api_is_closed(stranger, account, found)


def _api_is_closed(stranger: Person, account: Account, found: Checkup) -> None:
    _, secret = token_of(stranger)
    program = Client(headers={"authorization": f"Bearer {secret}"}, SERVER_NAME="127.0.0.1")
    seen = [program.get(reverse(name)) for name in ("api_accounts", "api_checkups")]
    one = [program.get(reverse("api_account", args=[account.pk])), program.get(reverse("api_checkup", args=[found.pk]))]

    if stranger.role == Role.CALLER:
        assert {answer.status_code for answer in (*seen, *one)} == {401}
    else:
        assert [answer.status_code for answer in seen + one] == [200, 200, 404, 404]
        assert "zauber" not in seen[0].content.decode()
        assert str(found.pk) not in seen[1].content.decode()


def test_a_team_page_names_only_the_team(team: Team, head: Person) -> None:
    """Who is in it, and to a lead how much each looks after."""
    judged(team.manager)
    agreement_of(team.creator, team.manager)

    text = browser_of(head).get(reverse("team")).content.decode()
    theirs = team.signed_in("caller").get(reverse("team")).content.decode()

    assert "North" in text
    assert "Mara" in text
    assert "Otto" not in text
    row = text[text.index("Mara") :]
    assert row.count("<td data-label") >= 3
    assert '"On the list">1</td>' in row
    assert '"Owner agreed">1</td>' in row
    assert "Otto" in theirs
    assert "Hand over" not in theirs


@pytest.mark.parametrize("by_lead", [True, False])
def test_handed_over_with_all_that_belongs_to_it(by_lead: bool, team: Team, mate: Person, head: Person) -> None:
    """By the manager or the lead: list, finding, posts, notes and case are the other's; the giver sees it no more."""
    account, other = judged(team.manager), judged(team.manager, "noor")
    by = head if by_lead else team.manager

    answer = give(by, team.manager, mate, account=[account.pk])

    assert answer.status_code == 302
    assert set(Account.objects.visible_to(team.manager)) == {other}
    assert set(Account.objects.visible_to(mate)) == {account}
    entry = Entry.objects.get(account=account)
    assert (entry.manager, entry.notes, [tag.name for tag in entry.tags.all()]) == (mate, "likes tea", ["vip"])
    row = Row.objects.get(account=account)
    assert (row.run.manager, row.run.weather, row.verdict) == (mate, "sunny", "fever")
    assert Case.objects.get(account=account).manager == mate
    assert "mia" in browser_of(mate).get(reverse("roster")).content.decode()
    assert lines(What.HANDED_OVER) == [(by.pk, f"account {account.pk} person {mate.pk}")]


@pytest.mark.parametrize("giver_is_newer", [False, True])
def test_two_entries_of_one_name_become_one(giver_is_newer: bool, team: Team, mate: Person) -> None:
    """Where the taker lists the same name, all of both stands at one account, the newer finding on top."""
    theirs = judged(mate)
    ours = judged(team.manager)
    Kept.objects.filter(account=ours).update(posts="ours")
    note(team.manager, ours, keeper="Lou", tags="vip,new", notes="allergic to nuts")
    said(team.manager, "shadowban", ours)
    connect(ours, "bluesky:mia.example")
    if not giver_is_newer:
        Run.objects.filter(manager=team.manager).update(made_at=timezone.now() - timedelta(days=9))
    related = [one for one in Account._meta.related_objects if not one.related_model._meta.auto_created]
    apart = (Entry, Kept)  # of which one account has one
    before = {one.related_model: one.related_model.objects.count() for one in related}

    assert give(team.manager, team.manager, mate, account=[ours.pk]).status_code == 302

    assert list(Account.objects.all()) == [theirs]
    for model, number in before.items():
        assert model.objects.filter(account=theirs).count() == (1 if model in apart else number), model
    entry = Entry.objects.get()
    assert (entry.manager, entry.keeper, entry.notes) == (mate, "Kim", "likes tea\n\nallergic to nuts")
    assert sorted(tag.name for tag in entry.tags.all()) == ["new", "vip"]
    assert (Kept.objects.get().posts == "ours") == giver_is_newer
    newest = Row.objects.get(is_newest=True)
    assert (newest.pk == Row.objects.order_by("run__made_at").last().pk, Row.objects.count()) == (True, 2)
    assert {case.manager for case in Case.objects.all()} == {mate}
    assert "mia" in browser_of(mate).get(reverse("roster")).content.decode()


def test_notes_that_the_taker_has_beside_it_take_in_the_givers(team: Team, mate: Person) -> None:
    """Where the taker wrote beside the giver's account before, both notes stand there."""
    account = judged(team.manager)
    note(mate, account, notes="speaks Danish")

    give(team.manager, team.manager, mate, account=[account.pk])

    assert Entry.objects.get().notes == "speaks Danish\n\nlikes tea"


def test_who_takes_over_a_case_sees_from_whom_until_it_is_opened(team: Team, mate: Person) -> None:
    """The list of cases says who handed it over; once opened, it is one like the others."""
    link, _ = link_of(team.manager)
    case = Case.objects.create(manager=team.manager, link=link, whose="Lena", language="en")
    give(team.manager, team.manager, mate, case=[str(case.pk)])
    browser, told = browser_of(mate), f"new, handed over by {team.manager.name}"

    assert told in browser.get(reverse("cases")).content.decode()
    assert browser.get(reverse("case", args=[case.pk])).status_code == 200
    assert told not in browser.get(reverse("cases")).content.decode()


def test_what_was_handed_over_outlives_the_giver(team: Team, mate: Person) -> None:
    """Who leaves after handing over takes nothing of it along."""
    account = judged(team.manager)
    give(team.manager, team.manager, mate, all="1")

    browser_of(team.manager).post(reverse("rights_delete"))

    assert not Person.objects.filter(pk=team.manager.pk).exists()
    assert Row.objects.get(account=account).temperature == 39.1
    assert list(Account.objects.visible_to(mate)) == [account]


def test_only_to_somebody_of_the_team_who_looks_after_accounts(team: Team, mate: Person, head: Person) -> None:
    """Not to another team, not to a caller, not to oneself; and nobody else's list is handed over."""
    account = judged(team.manager)
    caller = person("cora", Role.CALLER)
    team.manager.members.get().team.members.create(person=caller)

    for taker in (team.other, caller, team.manager, team.creator):
        assert give(head, team.manager, taker, all="1").status_code == 400
    for by in (mate, team.other, team.lead, team.administrator):
        assert give(by, team.manager, mate, all="1").status_code == 404
    assert give(caller, team.manager, mate, all="1").status_code == 403
    theirs = listed_account(team.other, "zoe")
    give(head, team.manager, mate, account=[theirs.pk, "x", "9" * 30], case=["x"])

    assert set(Account.objects.values_list("manager", flat=True)) == {team.manager.pk, team.other.pk}
    assert Account.objects.get(pk=account.pk).manager == team.manager


def test_cases_without_an_account_go_with_their_links(team: Team, mate: Person) -> None:
    """The case and the link by which its person uploads are the other's."""
    link, _ = link_of(team.manager)
    case = Case.objects.create(manager=team.manager, link=link, whose="Lena", language="en")

    give(team.manager, team.manager, mate, case=[str(case.pk)])

    case.refresh_from_db()
    link.refresh_from_db()
    assert (case.manager, link.manager) == (mate, mate)
    assert lines(What.HANDED_OVER) == [(team.manager.pk, f"case {case.pk} person {mate.pk}")]


def test_an_owner_is_asked_and_until_then_nothing_changes(team: Team, mate: Person, head: Person) -> None:
    """A lead asks for all at once and sees none; the mail names both; one yes ends the old and begins the new."""
    agreement = agreement_of(team.creator, team.manager)
    unseen = own_checkup(team.creator).account
    case = Case.objects.create(manager=team.manager, account=agreement.account, whose="Lena", language="en")
    page = browser_of(head).get(reverse("hand_over", args=[team.manager.pk])).content.decode()

    give(head, team.manager, mate, owners="1")
    give(head, team.manager, mate, owners="1")

    question = Question.objects.get()
    send_question(question.pk)()
    (letter,) = mail.outbox
    assert "lena" not in page
    assert "Mara hands over looking after your account in fieber. Mio of the same team" in letter.body
    assert list(Account.objects.visible_to(mate)) == []
    asked = team.signed_in("creator").get(reverse("agreements")).content.decode()
    assert "Mio would like to take over your account from Mara." in asked
    assert f"give/{agreement.account_id}/" in asked
    assert f"give/{unseen.pk}/" not in asked  # Mara does not see that one

    team.signed_in("creator").post(reverse("agreements_give", args=[question.pk, agreement.account_id]))

    case.refresh_from_db()
    assert [(one.manager, one.account) for one in running()] == [(mate, agreement.account)]
    assert case.manager == mate
    assert not Question.objects.exists()
    assert [about for _, about in lines(What.HANDED_OVER)] == [f"asked person {team.creator.pk} person {mate.pk}"]
    assert len(lines(What.ENDED)) == len(lines(What.AGREED)) == 1


def test_no_leaves_everything_as_it_was(team: Team, mate: Person) -> None:
    """The owner declines: the old agreement runs on."""
    agreement = agreement_of(team.creator, team.manager)
    give(team.manager, team.manager, mate, owners="1")

    team.signed_in("creator").post(reverse("agreements_decline", args=[Question.objects.get().pk]))

    assert list(running()) == [agreement]
    assert not Agreement.objects.filter(manager=mate).exists()


def test_administrators_make_teams_and_invite_into_them(team: Team, client: Client) -> None:
    """A team is made, renamed, filled by an invitation, emptied and deleted; each change of who is in is noted."""
    admin = team.signed_in("administrator")
    admin.post(reverse("teams"), {"name": "East"})
    made = OfPeople.objects.get(name="East")
    admin.post(reverse("team_rename", args=[made.pk]), {"name": "West"})
    assert (
        admin.post(reverse("team_rename", args=[made.pk]), {"name": "North"}, follow=True)
        .content.decode()
        .count("A team has this name already.")
    )
    page = admin.post(reverse("people"), {"role": "caller", "team": made.pk}).content.decode()
    assert f'<option value="{made.pk}" selected>West</option>' in page
    start = page[page.index("http://127.0.0.1/start/") :].split("<")[0]
    told = {"name": "Cleo", "email": "cleo@example.org", "password": "a whole sentence is good"}
    client.post(start.removeprefix("http://127.0.0.1"), told)
    cleo = Person.objects.get(name="Cleo")

    assert (cleo.role, [one.team.name for one in cleo.members.all()]) == (Role.CALLER, ["West"])
    refused = admin.post(reverse("team_delete", args=[made.pk]), follow=True).content.decode()
    assert "Somebody is still in this team." in refused
    admin.post(reverse("team_members", args=[made.pk]), {"person": team.other.pk})
    for one in (cleo, team.other):
        admin.post(reverse("team_leave", args=[made.pk, one.pk]))
    assert Member.objects.filter(team=made).count() == 0
    admin.post(reverse("team_delete", args=[made.pk]))
    assert not OfPeople.objects.filter(pk=made.pk).exists()
    ada, team_is = team.administrator.pk, f"team {made.pk} person"
    steps = [(cleo, "in"), (team.other, "in"), (cleo, "out"), (team.other, "out")]
    assert lines(What.TEAM_CHANGED) == [(ada, f"{team_is} {one.pk} {way}") for one, way in steps]


def test_a_role_changes_with_all_that_hung_on_it(team: Team) -> None:
    """Keys and webhooks of the old role end, it is noted, and the next page is that of the new one."""
    token_of(team.other)
    hook_of(team.other)
    browser = team.signed_in("other")

    team.signed_in("administrator").post(reverse("person_role", args=[team.other.pk]), {"role": "caller"})

    assert browser.get(reverse("tokens")).status_code == 403
    assert browser.get(reverse("roster")).status_code == 200
    assert not Token.objects.filter(person=team.other).exists()
    assert not Hook.objects.filter(person=team.other).exists()
    assert lines(What.ROLE_CHANGED) == [(team.administrator.pk, f"person {team.other.pk} caller")]


def test_no_role_leaves_something_without_anybody(team: Team) -> None:
    """The last administrator stays one; who looks after accounts hands them over first; a creator has no role here."""
    admin, path = team.signed_in("administrator"), "person_role"
    last = admin.post(reverse(path, args=[team.administrator.pk]), {"role": "lead"})
    listed_account(team.manager)
    busy = admin.post(reverse(path, args=[team.manager.pk]), {"role": "caller"})
    agreement_of(team.creator, team.other)
    agreed = admin.post(reverse(path, args=[team.other.pk]), {"role": "caller"})

    assert [answer.status_code for answer in (last, busy, agreed)] == [400, 400, 400]
    assert "This is the last person" in last.content.decode()
    assert "Mara still looks after accounts." in busy.content.decode()
    assert admin.post(reverse(path, args=[team.creator.pk]), {"role": "lead"}).status_code == 404
    assert admin.post(reverse(path, args=[team.manager.pk]), {"role": "creator"}).status_code == 400
    assert not lines(What.ROLE_CHANGED)
    services.change_role(team.manager, Role.MANAGER, team.administrator)
    assert not lines(What.ROLE_CHANGED)


def test_an_invitation_outlives_its_team(team: Team, client: Client) -> None:
    """A team that is deleted in the meantime is left out."""
    made = team_of("East")
    secret = invite(Role.CALLER, team.administrator, made)
    made.delete()
    told = {"name": "Cleo", "email": "cleo@example.org", "password": "a whole sentence is good"}

    client.post(reverse("start", args=[secret]), told)

    assert not Person.objects.get(name="Cleo").members.exists()
