"""Webhooks about a manager's work: a case begins, waits, ends; a list has been read. Told once, to who may see it."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from tests.desk.people import FOUND, agreement_of, case_of, hook_of
from tests.desk.test_hooks import program, work

from fieber.desk.cases.models import Case
from fieber.desk.cases.services import answered, begin, close
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.hooks.models import Delivery, Event, Hook
from fieber.desk.hooks.services import DELIVER, tell_due
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import OF_NOTHING
from fieber.desk.roster.models import Run
from fieber.desk.roster.services import give_up

if TYPE_CHECKING:
    from tests.desk.people import Team
    from tests.desk.test_hooks import Program

__all__ = ["program"]  # a fixture
OF_CASES = f"{Event.OPENED} {Event.DUE} {Event.CLOSED} {Event.BROUGHT}"


def heard(program: Program) -> list[tuple[str, dict[str, Any]]]:
    """Do what waits, and give what the program was told since."""
    Job.objects.filter(kind__in=list(Event), done_at=None).update(due=timezone.now() - timedelta(days=1))
    work()
    told = [json.loads(body) for *_, body in program.heard]
    program.heard.clear()
    return [(one["type"], one["data"]) for one in told]


def due_case(team: Team, days: int = 0) -> Case:
    case = case_of(team.manager)
    answered(case, team.manager)
    Case.objects.filter(pk=case.pk).update(due_on=timezone.now().date() - timedelta(days=days))
    return case


def test_a_case_is_told_from_begin_to_end(team: Team, program: Program) -> None:
    """Numbers, stage and outcome; no name, no sentence, no answer."""
    hook, _ = hook_of(team.manager, program.address)
    Hook.objects.filter(pk=hook.pk).update(events=OF_CASES)
    case = case_of(team.manager)
    ((kind, told),) = heard(program)
    assert (kind, told["case"], told["stage"], told["outcome"]) == ("case.opened", str(case.pk), "answer", None)
    assert "Mia" not in json.dumps(told)

    close(case, team.manager, outcome="market")
    assert [(kind, told["outcome"]) for kind, told in heard(program)] == [("case.closed", "market")]
    close(case, team.manager, outcome="right")
    assert [(kind, told["outcome"]) for kind, told in heard(program)] == [("case.closed", "right")]
    assert heard(program) == []


def test_a_day_that_came_is_told_once(team: Team, program: Program) -> None:
    """Each half hour it is looked; a case that is open for weeks is told on its day only, and an old one never."""
    hook, _ = hook_of(team.manager, program.address)
    Hook.objects.filter(pk=hook.pk).update(events=Event.DUE, made_at=timezone.now() - timedelta(days=90))
    case, _old = due_case(team), due_case(team, days=settings.KEEP_DAYS)
    for _ in range(2):
        tell_due(OF_NOTHING)()
    assert [(kind, told["case"], told["stage"]) for kind, told in heard(program)] == [("case.due", str(case.pk), "due")]

    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    Delivery.objects.all().delete()
    tell_due(OF_NOTHING)()
    assert heard(program) == []


def test_who_asks_to_be_told_is_not_told_the_past(team: Team, program: Program) -> None:
    """A new address hears nothing of cases whose day came before it was added."""
    due_case(team, days=3)
    hook_of(team.manager, program.address)

    tell_due(OF_NOTHING)()

    assert heard(program) == []


def test_what_comes_by_itself_waits_for_nobody(team: Team, program: Program) -> None:
    """Where fieber reads the account again by itself, nobody is told to do something."""
    hook_of(team.manager, program.address)
    case = due_case(team)
    case.account.name, case.account.platform = "mia.bsky.social", "bluesky"
    case.account.save()
    heard(program)

    tell_due(OF_NOTHING)()

    assert heard(program) == []


def test_only_who_may_see_a_case_is_told(team: Team, program: Program) -> None:
    """Another team and the owner of the account hear nothing; nor does a manager once the owner ended it."""
    hook_of(team.other, program.address)
    hook_of(team.creator, program.address)
    agreement = agreement_of(team.creator, team.manager)
    checkup = Checkup.objects.create(account=agreement.account)
    keep_findings(checkup.pk, [FOUND])
    begin(team.manager, whose="Lena", account=agreement.account, checkup=checkup)
    assert [kind for kind, _ in heard(program) if kind.startswith("case")] == []

    hook_of(team.manager, program.address)
    close(Case.objects.get(), team.manager, outcome="right")
    Job.objects.filter(kind=DELIVER).delete()
    agreement.ended_at = timezone.now()
    agreement.save()
    assert heard(program) == []


def test_a_list_that_was_read_is_told(team: Team, program: Program) -> None:
    """Also where it could not be read; to who brought it, and nobody else."""
    for person in (team.manager, team.other):
        hook_of(person, program.address)
    run = Run.objects.create(pk=uuid.uuid4(), manager=team.manager, what="posts")

    give_up(run.pk)

    told = {"import": str(run.pk), "what": "posts", "state": "refused", "accounts": 0}
    assert heard(program) == [("roster.done", told)]
