"""What is said of followers: how many come and go, a mark, what lies ahead, sudden steps. Judged before, told here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.model.diagnosis import Claim, Diagnosis
    from fieber.model.surroundings import Flows, FollowerEvent, Growth, Milestone, Standing
    from fieber.model.text import Value

Sentences = tuple[Message, ...]

ABOUT_FOLLOWERS = frozenset({"milestone", "follower_loss"})
NOTICES = ("reach", "views", "likes")  # what would notice if it were more than a number that we watch
FIRST_SCREEN_EVENTS = 1


def asks_about_followers(diagnosis: Diagnosis) -> bool:
    """Whether the first sentence is about followers, and something can be said of them."""
    if not diagnosis.claims or (diagnosis.flows is None and not diagnosis.milestones):
        return False
    claim = diagnosis.claims[0]
    return claim.kind in ABOUT_FOLLOWERS or (claim.kind == "claim_level" and claim.metric == "followers")


def is_told_instead(diagnosis: Diagnosis) -> bool:
    """Whether followers take the place of the other vitals on the first screen: asked about, and nothing wrong."""
    return asks_about_followers(diagnosis) and diagnosis.verdict == "healthy"


def beside_milestone(claim: Claim, diagnosis: Diagnosis) -> Sentences:
    """Give what follows the mark: how much is missing, and how it moves."""
    mark = next((one for one in diagnosis.milestones if one.mark == claim.mark), None)
    if mark is None:
        return ()
    if mark.side == "above":
        return (Message(f"follower.slope.{_direction(mark)}", _slope(mark)),)
    missing = 100 * (mark.mark - mark.now) / mark.mark
    return (Message(f"follower.short.{_direction(mark)}", {"missing": missing, **_slope(mark)}),)


def no_growth(claim: Claim, diagnosis: Diagnosis) -> Sentences:
    """Answer "it does not grow": whether that is so, since when, and how it goes for others."""
    answer = Message(f"follower.stuck.{claim.verdict}", {"now": claim.now})
    return (answer, *_stalled(diagnosis.growth), *_beside_peers(diagnosis.growth))


def follower_paragraphs(diagnosis: Diagnosis) -> tuple[Sentences, ...]:
    """Give the paragraphs on followers of the first screen; without a question only good news."""
    if not asks_about_followers(diagnosis):
        good = [mark for mark in diagnosis.milestones if mark.side == "above" and mark.crossed and not mark.is_told]
        return tuple((_crossed(mark),) for mark in good[:1])
    asked = diagnosis.claims[0].kind == "follower_loss"
    recent = [event for event in diagnosis.follower_events if asked and event.is_recent and event.kind != "surge"]
    events = tuple(_event(event) for event in recent[-FIRST_SCREEN_EVENTS:])
    told = [mark for mark in diagnosis.milestones if mark.is_told]
    return (events, (*_flows(diagnosis.flows), *_rarity(diagnosis), *_line(diagnosis)), _back(told[0]) if told else ())


def all_of_followers(diagnosis: Diagnosis) -> tuple[Sentences, ...]:
    """Give everything that is known of the followers, a paragraph a thing."""
    flows, growth = diagnosis.flows, diagnosis.growth
    marks = [
        ((_crossed(mark),) if mark.crossed is not None else ()) + _back(mark) + _odds(mark)
        for mark in diagnosis.milestones
    ]
    ahead = tuple(
        Message("follower.outlook", {"days": one.days, "low": one.low, "middle": one.middle, "high": one.high})
        for one in diagnosis.outlook
    )
    events = [(_event(event),) for event in reversed(diagnosis.follower_events) if event.kind != "surge"]
    paragraphs = (
        _flows(flows) + _churn(flows),
        _stalled(growth) + _beside_peers(growth),
        *marks,
        ahead,
        *events,
    )
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def beside_advice(diagnosis: Diagnosis) -> Sentences:
    """Give what stands beside an advice on followers: what brought new ones, and when I look again."""
    if not diagnosis.advice or "again" not in diagnosis.advice[0].do.values:
        return ()
    do = diagnosis.advice[0].do
    again = Message("advice.look_again", {"again": do.values["again"]})
    brought = diagnosis.flows.brought_by if diagnosis.flows is not None and do.key == "advice.be_found" else ()
    if len(brought) == 1:
        return (Message("advice.brought.one", {"first": brought[0]}), again)
    if brought:
        return (Message("advice.brought.two", {"first": brought[0], "second": brought[1]}), again)
    return (again,)


def followers_in_contract(diagnosis: Diagnosis) -> dict[str, Any]:
    """Give the fields of the contract, times not yet written: flows, milestones, and what came to them."""
    return {
        "milestones": tuple(asdict(mark) for mark in diagnosis.milestones),
        "flows": None if diagnosis.flows is None else asdict(diagnosis.flows),
        "growth": None if diagnosis.growth is None else asdict(diagnosis.growth),
        "outlook": tuple(asdict(one) for one in diagnosis.outlook),
        "follower_events": tuple(asdict(event) for event in diagnosis.follower_events),
    }


def _direction(mark: Milestone) -> str:
    return "falling" if mark.slope_high < 0 else "rising" if mark.slope_low > 0 else "level"


def _slope(mark: Milestone) -> dict[str, Value]:
    return {"slope": mark.slope_per_day, "low": mark.slope_low, "high": mark.slope_high}


def _flows(flows: Flows | None) -> Sentences:
    if flows is None:
        return ()
    lost: dict[str, Value] = {"lost": flows.lost, "usual": flows.usual_lost}
    gained: dict[str, Value] = {"gained": flows.gained, "usual": flows.usual_gained}
    told: list[Message] = []
    if flows.lost_standing is None and flows.gained_standing is None:
        told += _lately(flows)
    if flows.lost_standing is not None:
        told.append(Message(f"follower.lost.{_standing(flows.lost_standing, is_near=flows.lost_is_near)}", lost))
    if flows.gained_standing is not None:
        told.append(
            Message(f"follower.gained.{_standing(flows.gained_standing, is_near=flows.gained_is_near)}", gained)
        )
    if (flows.lost is None or flows.gained is None) and flows.net is not None:
        told += _net(flows)
    return (*told, *([] if flows.missing is None else [Message(f"follower.missing.{flows.missing}")]))


def _standing(standing: Standing, *, is_near: bool) -> str:
    """Give the word for it: what is usual need not be the same, where it goes up and down a lot."""
    return "within" if standing == "usual" and not is_near else standing


def _lately(flows: Flows) -> list[Message]:
    known = {"gained": flows.gained is not None, "lost": flows.lost is not None}
    which = "both" if all(known.values()) else next((name for name, is_known in known.items() if is_known), None)
    return [] if which is None else [Message(f"follower.lately.{which}", {"gained": flows.gained, "lost": flows.lost})]


def _net(flows: Flows) -> list[Message]:
    told = [Message(f"follower.net.{_sign(flows.net)}", {"net": flows.net})]
    if flows.usual_net is not None:
        told.append(Message(f"follower.usual_net.{_sign(flows.usual_net)}", {"net": flows.usual_net}))
    return told


def _sign(value: float | None) -> str:
    """Give the word for a number of people, as it is written: rounded."""
    people = round(value or 0.0)
    return "gain" if people > 0 else "loss" if people < 0 else "same"


def _churn(flows: Flows | None) -> Sentences:
    if flows is None or flows.churn_percent is None:
        return ()
    if flows.usual_churn_percent is None:
        return (Message("follower.churn.open", {"churn": flows.churn_percent}),)
    return (Message("follower.churn", {"churn": flows.churn_percent, "usual": flows.usual_churn_percent}),)


def _rarity(diagnosis: Diagnosis) -> Sentences:
    if diagnosis.verdict != "healthy" or diagnosis.return_period_days is None:
        return ()
    return (Message("weeks.such", {"period": diagnosis.return_period_days}),)


def _line(diagnosis: Diagnosis) -> Sentences:
    """The line is a number that we watch; said where what people do is as usual."""
    mark = next((one for one in diagnosis.milestones if one.is_told and one.side == "below" and one.crossed), None)
    if mark is None:
        return ()
    healthy = {vital.metric for vital in diagnosis.vitals if vital.kind is None and vital.verdict == "healthy"}
    notices = next((metric for metric in NOTICES if metric in healthy), None)
    if notices is None:
        return ()
    return (Message("follower.line", {"mark": mark.mark}), Message(f"follower.line.{notices}"))


def _crossed(mark: Milestone) -> Message:
    return Message(f"follower.mark.{mark.side}", {"mark": mark.mark, "crossed": mark.crossed})


def _back(mark: Milestone) -> Sentences:
    """When the mark is reached, where that is likelier than not within a year."""
    if mark.by is None:
        return ()
    first = Message(f"follower.back.{mark.side}", {"mark": mark.mark, "by": mark.by})
    if mark.by_low is not None and mark.by_high is not None:
        return (first, Message("follower.back.between", {"low": mark.by_low, "high": mark.by_high}))
    if mark.by_low is not None:
        return (first, Message("follower.back.earliest", {"low": mark.by_low}))
    return (first,)


def _odds(mark: Milestone) -> Sentences:
    if mark.odds is None or mark.odds_year is None:
        return ()
    values: dict[str, Value] = {"mark": mark.mark, "odds": 100 * mark.odds, "year": 100 * mark.odds_year}
    return (Message(f"follower.odds.{mark.side}", values),)


def _stalled(growth: Growth | None) -> Sentences:
    if growth is None or growth.stalled_since is None:
        return ()
    return (Message("follower.growth.stalled", {"since": growth.stalled_since}),)


def _beside_peers(growth: Growth | None) -> Sentences:
    if growth is None or not growth.peers or growth.own_percent is None:
        return ()
    values: dict[str, Value] = {"n": growth.peers, "days": growth.compared_days, "own": growth.own_percent}
    values |= {"percent": growth.peers_percent, "low": growth.peers_low, "high": growth.peers_high}
    return (Message("follower.peers", values),)


def _event(event: FollowerEvent) -> Message:
    values: dict[str, Value] = {"start": event.start, "people": abs(event.people), "percent": abs(event.percent)}
    return Message(f"follower.event.{event.kind}", values)
