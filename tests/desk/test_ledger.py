"""The ledger: what was foretold is held against what came, small cells are left out, nobody is told."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.conf import settings
from django.urls import reverse
from tests.desk.people import FOUND, case_of, listed_account, person
from tests.desk.test_cases import claim, contracts

from fieber.desk.accounts.models import Account
from fieber.desk.cases import services
from fieber.desk.cases.models import Case
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.jobs.services import KINDS, OF_NOTHING
from fieber.desk.ledger.background import PUBLISH
from fieber.desk.ledger.figures import of_all, own
from fieber.desk.ledger.forecasts import advice_of
from fieber.desk.ledger.models import Count, Counted, Forecast
from fieber.desk.ledger.public import publish, published_fears, published_steps
from fieber.desk.people.models import Role
from fieber.desk.rights.models import Objection
from fieber.desk.rights.services import delete
from fieber.explainers import explain

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - a type
    from tests.desk.people import Team

    from fieber.desk.people.models import Person

NUMBER = count()
BEFORE, AFTER = "2026-09-20T00:00:00Z", "2026-10-20T00:00:00Z"


def vital(median: float, since: str, p_drop: float = 0.8) -> dict[str, Any]:
    """Give the vital of likes, as the contract has it."""
    recent = {"median": median, "n": 9, "since": since}
    change = {"percent": -30.0, "low": -40.0, "high": -20.0, "level": 0.9}
    told = {"metric": "likes", "kind": None, "recent": recent, "change": change, "p_value": 0.01, "p_drop": p_drop}
    return told | {"normal": {"median": 100.0, "low": 50.0, "high": 200.0, "n": 90}, "verdict": "fever"}


def first(p_drop: float = 0.8, **more: Any) -> dict[str, Any]:
    """Give what a first check-up says: a drop, a cause, a mark, followers in a month."""
    cause = {"cause": "distribution", "ladder": "associated", "weight": 0.7, "evidence": "", "refuted_by": ""}
    mark = {"mark": 1000.0, "side": "below", "now": 900.0, "odds": 0.3, "within_days": 30, "is_told": True}
    told = {
        "as_of": "2026-10-01T00:00:00Z",
        "claims": [claim("claim_drop")],
        "vitals": [vital(60.0, BEFORE, p_drop)],
        "causes": [cause],
        "milestones": [mark],
        "outlook": [{"days": 30, "low": 880.0, "middle": 900.0, "high": 950.0, "level": 0.8}],
    }
    return contracts(**told | more)


def later(case: Case, median: float, since: str = AFTER, followers: tuple[tuple[str, float], ...] = ()) -> None:
    """Have a later check-up come to a case."""
    made = Checkup.objects.create(account=case.account, is_follow_up=True)
    Case.objects.filter(pk=case.pk).update(follow_up=made)
    told = contracts(as_of="2026-11-01T00:00:00Z", vitals=[vital(median, since)])
    keep_findings(made.pk, [FOUND | {"contract": told, "followers": followers}])


def foretold(case: Case, sort: str) -> Forecast:
    """Give what was foretold."""
    return Forecast.objects.get(case=case, sort=sort)


def closed_case(manager: Person, outcome: str, p_drop: float = 0.8, *, account: Account | None = None) -> Case:
    """Give a closed case about an account of its own, with the probability that the drop is real."""
    mine = account or Account.objects.create(name=f"account {next(NUMBER)}", platform="instagram", manager=manager)
    checkup = Checkup.objects.create(account=mine, started_by=manager)
    keep_findings(checkup.pk, [FOUND | {"contract": first(p_drop, causes=[], milestones=[], outlook=[])}])
    checkup.refresh_from_db()
    case = services.begin(manager, whose="Somebody", account=mine, checkup=checkup)
    services.close(case, manager, outcome=outcome)
    return case


def test_what_was_foretold_is_scored_at_the_end(team: Team) -> None:
    """The drop is real for "right" and "market"; the cause is the one that is named; the unknown is not scored."""
    case = case_of(team.manager, contract=first())
    known = {"right": True, "market": True, "unfounded": False, "unknown": None}

    for outcome, came in known.items():
        services.close(case, team.manager, outcome=outcome, cause="distribution")
        assert foretold(case, "drop").came is came
        assert foretold(case, "cause").came is True
    services.close(case, team.manager, outcome="right", cause="other")
    assert foretold(case, "cause").came is False
    services.close(case, team.manager, outcome="right")
    assert foretold(case, "cause").came is None
    assert (foretold(case, "drop").probability, foretold(case, "cause").probability) == (0.8, 0.7)


def test_a_later_check_up_scores_the_rest(team: Team) -> None:
    """Followers on the day foretold, the mark that was reached, and the usual post of the time after."""
    case = case_of(team.manager, contract=first())
    later(case, 90.0, followers=(("2026-10-20", 1010.0), ("2026-10-30", 940.0), ("2026-11-08", 990.0)))

    assert foretold(case, "followers").value == 940.0
    assert foretold(case, "milestone").came is True
    assert foretold(case, "level").value == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("followers", "came"),
    [
        ((), None),
        ((("2026-10-10", 950.0),), None),
        ((("2026-10-29", 950.0),), False),
        ((("2026-11-02", 1200.0),), False),
    ],
)
def test_a_mark_is_missed_only_once_its_time_is_over(
    team: Team, followers: tuple[tuple[str, float], ...], came: bool | None
) -> None:
    """Nobody counted, or it still can be: not scored. Reached too late: missed."""
    case = case_of(team.manager, contract=first())
    later(case, 60.0, followers=followers)

    assert foretold(case, "milestone").came is came


def test_old_posts_say_nothing_of_the_time_after(team: Team) -> None:
    """While posts from before the advice are among the recent ones, the change is not known."""
    case = case_of(team.manager, contract=first())
    later(case, 90.0, since=BEFORE)

    assert foretold(case, "level").value is None


def test_other_complaints_are_no_forecast_of_a_drop(team: Team) -> None:
    """Who says "I always have 50,000 likes" is not told a probability that the level fell."""
    case = case_of(team.manager, contract=first(claims=[claim("claim_level")]))

    assert not Forecast.objects.filter(case=case, sort="drop").exists()


def test_a_case_without_an_account_counts(team: Team) -> None:
    """Whoever came by a link is one more, each for themselves; a simulated account is none."""
    for _ in range(2):
        services.close(services.begin(team.manager, whose="Mia"), team.manager, outcome="right")
    simulated = Account.objects.create(name="simulated", is_simulated=True)
    closed_case(team.manager, "right", account=simulated)

    found = own(team.manager).total

    assert found is not None
    assert found.n == 2


def test_ones_own_ledger(team: Team) -> None:
    """Every closed case counts, by kind and month, with the score of the probabilities; nobody else's does."""
    for outcome, p_drop in (("right", 0.9), ("market", 0.9), ("unfounded", 0.1), ("unknown", 0.5)):
        closed_case(team.manager, outcome, p_drop)
    closed_case(team.other, "right")

    found = own(team.manager)

    assert found.total is not None
    assert [share.n for share in found.total.shares] == [1, 1, 1, 1]
    assert [(row.name, row.n) for row in found.kinds] == [("claim_drop", 4)]
    assert len(found.months) == 1
    assert found.total.brier is not None
    assert (found.total.brier.n, round(found.total.brier.score, 4)) == (3, 0.01)
    assert [(round(step.said, 1), step.came.n, step.came.of) for step in found.steps] == [(0.1, 0, 1), (0.9, 2, 2)]


def test_calibration_is_shown_as_it_is(team: Team) -> None:
    """With true probabilities the steps of the page fit, of as many cases as there are."""
    random = np.random.default_rng(7)
    for p in np.tile([0.15, 0.85], 20):
        closed_case(team.manager, "right" if random.uniform() < p else "unfounded", float(p))

    steps = own(team.manager).steps

    assert [(round(step.said, 2), step.came.of, step.fits) for step in steps] == [(0.15, 20, True), (0.85, 20, True)]


def test_advice_and_explainers_with_harm(team: Team) -> None:
    """Those who tried it beside those who did not: the change after, and how many were worse by a tenth."""
    for tried, medians in ((True, (66, 66, 48, 72, 66)), (False, (60, 60))):
        for median in medians:
            case = case_of(team.manager, contract=first(), advice=["advice.account_status"])
            Case.objects.filter(pk=case.pk).update(explainers="shadowban")
            later(case, float(median))
            services.close(Case.objects.get(pk=case.pk), team.manager, outcome="right", was_tried=tried)

    found = own(team.manager)

    told = {(row.name, row.tried): row for row in found.advice}
    good, rest = told["account_status", True], told["account_status", False]
    assert (good.n, round(good.middle or 0), good.worse.n) == (5, 10, 1)
    assert (rest.n, rest.middle, rest.worse.n) == (2, None, 0)
    assert {(row.name, row.n) for row in found.explainers} == {("shadowban", 5), ("shadowban", 2)}
    page = team.signed_in("manager").get(reverse("ledger")).content.decode()
    assert "look at the account status" in page
    assert explain("shadowban").title in page


def test_outlooks_are_scored(team: Team) -> None:
    """How often what came lay in the interval, and how far off the middle was."""
    for followers in (900.0, 940.0, 990.0):
        case = case_of(team.manager, contract=first())
        later(case, 60.0, followers=(("2026-10-31", followers),))
        services.close(Case.objects.get(pk=case.pk), team.manager, outcome="right")

    found = own(team.manager).outlooks

    assert found is not None
    assert (found.inside.n, found.inside.of, round(found.off, 1)) == (2, 3, 4.4)


@pytest.mark.parametrize(
    ("key", "name"), [("try.hour.gain_long", "posting_time"), ("formats", "formats"), ("x", "other")]
)
def test_the_kinds_of_advice(key: str, name: str) -> None:
    """However an advice is worded, it is one kind; one that is new is another."""
    assert advice_of(f"advice.{key}") == name


def test_all_cases_are_shown_from_twenty_accounts_on(team: Team) -> None:
    """Nineteen: nothing at all, whoever asks. Twenty: the total. Only administrators see them."""
    for _ in range(19):
        closed_case(team.manager, "right")
    Account.objects.create(name="simulated", is_simulated=True)
    assert of_all().total is None
    closed_case(team.other, "unfounded")

    found = of_all()

    assert found.total is not None
    assert (found.total.n, [share.n for share in found.total.shares]) == (20, [19, 0, 1, 0])
    admin = team.signed_in("administrator").get(reverse("ledger"), {"of": "all"}).content.decode()
    assert "95\N{NO-BREAK SPACE}%" in admin
    other = team.signed_in("other").get(reverse("ledger"), {"of": "all"}).content.decode()
    assert "95\N{NO-BREAK SPACE}%" not in other


def test_the_same_account_twenty_times_is_one(team: Team) -> None:
    """Many cases of few accounts are no cell."""
    account = listed_account(team.manager)
    for _ in range(25):
        closed_case(team.manager, "right", account=account)
    publish()

    assert of_all().total is None
    assert not Count.objects.exists()


def test_who_objects_does_not_count(team: Team) -> None:
    """With the objection of its owner a case is in no ledger."""
    account = Account.objects.create(name="lena", platform="bluesky", owner=team.creator)
    for _ in range(19):
        closed_case(team.manager, "right")
    closed_case(team.manager, "right", account=account)
    assert of_all().total is not None
    Objection.objects.create(person=team.creator)

    assert of_all().total is None


def test_published_counts_grow_by_twenty(team: Team) -> None:
    """Two days of the page never differ by fewer than twenty cases of as many accounts."""
    seen = []
    for more in (19, 1, 19, 1, 5):
        for _ in range(more):
            closed_case(team.manager, "right")
        publish()
        seen.append(sum(row.n for row in published_fears()[1]))

    assert seen == [0, 20, 20, 40, 40]
    assert [step.came.of for step in published_steps()] == [40]


def test_a_correction_reaches_the_public_counts_with_twenty_others(team: Team) -> None:
    """Corrected after publication, a case changes nothing alone; with the next twenty of its cell it is as it is."""
    cases = [closed_case(team.manager, "right") for _ in range(20)]
    publish()
    services.close(cases[0], team.manager, outcome="unfounded")
    services.close(cases[1], team.manager, outcome="unknown")

    def shown() -> tuple[list[int], list[tuple[int, int]]]:
        total = published_fears()[0]
        assert total is not None
        return [one.n for one in total.shares], [(step.came.n, step.came.of) for step in published_steps()]

    for _ in range(19):
        publish()
        assert shown() == ([20, 0, 0, 0], [(20, 20)])
        closed_case(team.manager, "market")
    closed_case(team.manager, "market")
    publish()

    assert shown() == ([18, 20, 1, 1], [(38, 39)])
    publish()
    assert shown() == ([18, 20, 1, 1], [(38, 39)])
    assert Counted.objects.filter(part="said").count() == 39


def test_what_is_published_outlives_its_cases(team: Team) -> None:
    """Deleted with their owner, cases leave the counts as they are: no difference tells what theirs said."""
    owner = person("luca", Role.CREATOR)
    account = Account.objects.create(name="luca", platform="bluesky", owner=owner)
    closed_case(team.manager, "unfounded", account=account)
    for _ in range(19):
        closed_case(team.manager, "right")
    publish()
    before = published_fears()[0]

    delete(owner)
    publish()

    assert before is not None
    assert [share.n for share in before.shares] == [19, 0, 1, 0]
    assert published_fears()[0] == before
    assert Case.objects.count() == 19


def test_the_public_page_is_a_choice(team: Team, monkeypatch: MonkeyPatch) -> None:
    """Without the setting there is none and nothing is counted; with it everybody reads it."""
    for _ in range(20):
        closed_case(team.manager, "right")
    page, address = team.signed_in("nobody"), reverse("ledger_public")
    KINDS[PUBLISH].work(OF_NOTHING)()
    assert (page.get(address).status_code, Count.objects.count()) == (404, 0)

    monkeypatch.setattr(settings, "LEDGER_IS_PUBLIC", True)
    empty = page.get(address).content.decode()
    KINDS[PUBLISH].work(OF_NOTHING)()
    full = page.get(address).content.decode()

    assert "Not enough cases yet" in empty
    assert "100\N{NO-BREAK SPACE}% (88 to 100)" in full
    assert 'class="calibration"' in full
