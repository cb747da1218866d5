"""What the first finding of a case foretold is written down, and held against what came: by itself or by a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fieber.desk.cases.models import Case, Outcome
from fieber.desk.cases.services import contract_of, first_wording
from fieber.desk.ledger.models import Advised, Forecast
from fieber.explainers import main_vital

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Sort = Forecast.Sort
ABOUT_A_DROP = frozenset({"claim_drop", "algorithm", "health"})  # complaints whose fear is that the level fell
REAL = {Outcome.RIGHT: True, Outcome.MARKET: True, Outcome.UNFOUNDED: False}
NEAR = timedelta(days=3)  # a count of followers so far from the day foretold still stands for it
# keys of the report's advice → what the ledger calls them; all others are "other"
ADVICE = {
    **dict.fromkeys(("nothing_wait", "wait_for_more_posts", "followers_wait", "paid_ended"), "nothing"),
    **dict.fromkeys(("export_tells_more", "request_insights", "type_in", "follower_flows"), "more_data"),
    **dict.fromkeys(("account_status", "account_status_elsewhere", "complain"), "account_status"),
    **dict.fromkeys(("compare_posts", "ask_followers", "keep_people"), "look_closer"),
    **dict.fromkeys(("be_found", "new_people", "collabs"), "be_found"),
    **dict.fromkeys(("formats", "try.kind"), "formats"),
    **dict.fromkeys(("posting_time", "try.hour", "try.weekday"), "posting_time"),
    **dict.fromkeys(("own_pace", "try.per_week"), "pace"),
}


def note_finding(case: Case, followers: Sequence[tuple[str, float]]) -> None:
    """Write down what the first finding of a case foretold; with a later one, hold that against it."""
    if case.follow_up_id is None:
        foretell(case)
    else:
        score(case, followers)


def foretell(case: Case) -> None:
    """Write down what the first finding of a case says will be, or is, with a probability or an interval."""
    contract = contract_of(case.checkup, "en")
    if contract is None or case.is_about_person:
        return
    told = (*_drop(case, contract), *_cause(contract), *_milestone(contract), *_followers(contract), *_level(contract))
    made_on = _day(contract["as_of"])
    rows = [Forecast(case=case, made_on=made_on, **one) for one in told]
    Forecast.objects.bulk_create(rows, ignore_conflicts=True)
    wording = first_wording(case.checkup)
    if wording is not None and wording.advice:
        Advised.objects.get_or_create(case=case, defaults={"advice": advice_of(wording.advice)})


def advice_of(key: str) -> str:
    """Give what the ledger calls an advice of the report."""
    name = key.removeprefix("advice.")
    return ADVICE.get(name) or next((kind for start, kind in ADVICE.items() if name.startswith(start)), "other")


def _day(told: str) -> date:
    return datetime.fromisoformat(told).date()


def _drop(case: Case, contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The probability that the level of what the sentence names, else of what stands out most, really fell."""
    if case.kind in ABOUT_A_DROP:
        named = contract["claims"][0]["metric"] if contract["claims"] else None
        whole = {vital["metric"]: vital for vital in contract["vitals"] if vital["kind"] is None}
        vital = whole.get(named) or main_vital(contract)
        if vital is not None and vital["p_drop"] is not None:
            yield {"sort": Sort.DROP, "name": vital["metric"], "probability": vital["p_drop"]}


def _cause(contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for cause in contract["causes"][:1]:  # the one that is told; several of one case would not be independent
        yield {"sort": Sort.CAUSE, "name": cause["cause"][:40], "probability": cause["weight"]}


def _milestone(contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    known = [mark for mark in contract["milestones"] if mark["odds"] is not None]
    for mark in known[:1]:
        until = _day(contract["as_of"]) + timedelta(days=mark["within_days"])
        side = -1.0 if mark["side"] == "above" else 1.0  # from below it is reached upwards
        yield {
            "sort": Sort.MILESTONE,
            "probability": mark["odds"],
            "until": until,
            "middle": mark["mark"],
            "value": side,
        }


def _followers(contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for one in contract["outlook"]:
        until = _day(contract["as_of"]) + timedelta(days=one["days"])
        ends = {name: one[name] for name in ("low", "middle", "high")}
        yield {"sort": Sort.FOLLOWERS, "name": str(one["days"]), "until": until, **ends}


def _level(contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    vital = main_vital(contract)
    if vital is not None and vital["recent"] is not None and vital["recent"]["median"] > 0:
        yield {"sort": Sort.LEVEL, "name": vital["metric"], "middle": vital["recent"]["median"]}


def score(case: Case, followers: Sequence[tuple[str, float]]) -> None:
    """Hold what was foretold against a later check-up.

    Args:
        followers: day (ISO 8601) and number, the oldest first.
    """
    counted = [(date.fromisoformat(day), number) for day, number in followers]
    later = contract_of(case.follow_up, "en")
    for one in case.forecasts.all():
        if one.sort == Sort.FOLLOWERS and one.until is not None:
            near = [(abs(day - one.until), number) for day, number in counted if abs(day - one.until) <= NEAR]
            one.value = min(near)[1] if near else None
        elif one.sort == Sort.MILESTONE:
            one.came = _is_reached(one, counted)
        elif one.sort == Sort.LEVEL and later is not None:
            one.value = _change_since(one, later)
        one.save(update_fields=["value", "came"])


def _is_reached(one: Forecast, counted: Sequence[tuple[date, float]]) -> bool | None:
    """Say whether a mark was reached in time; None while it still can be, or nobody counted."""
    after = [(day, number) for day, number in counted if one.made_on < day <= one.until]
    if any((number - one.middle) * one.value >= 0 for _, number in after):
        return True
    return False if any(day >= one.until - NEAR for day, _ in counted) else None


def _change_since(one: Forecast, later: Mapping[str, Any]) -> float | None:
    """Give the usual post of the time after, in percent of that before; None while old posts are still among them."""
    for vital in later["vitals"]:
        recent = vital["recent"]
        if vital["kind"] is None and vital["metric"] == one.name and recent is not None:
            is_new = _day(recent["since"]) >= one.made_on
            return 100 * (recent["median"] / one.middle - 1) if is_new else None
    return None


def unsay(case: Case, *, is_first: bool) -> None:
    """Forget what was foretold from data that are deleted; or only what came, where those tell that."""
    if is_first:
        case.forecasts.all().delete()
        Advised.objects.filter(case=case).delete()
    else:
        case.forecasts.filter(sort__in=[Sort.FOLLOWERS, Sort.LEVEL]).update(value=None)
        case.forecasts.filter(sort=Sort.MILESTONE).update(came=None)


def judge(case: Case) -> None:
    """Hold what was foretold against what a person says at the end of a case."""
    is_real = REAL.get(case.outcome)
    case.forecasts.filter(sort=Sort.DROP).update(came=is_real)
    for one in case.forecasts.filter(sort=Sort.CAUSE):
        one.came = one.name == case.cause if case.cause else None
        one.save(update_fields=["came"])
