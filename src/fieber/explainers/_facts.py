"""What a finding knows that explainers can tell: its numbers by name, and its marks. Nothing is judged here.

A finding is the contract's object (`Checkup.to_dict()`). Numbers that it does not have are not in the table: missing is
not zero. Percentages are percent; times are UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieber.checkup.conclusion import LONG_LOSS_PERCENT
from fieber.model.surroundings import lost_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieber.model.text import Value

OF_A_POST = frozenset({"likes", "comments", "shares", "saves", "views", "reach"})
PER_HUNDRED = "engagement_per_reach"
LIKELIER_THAN_NOT = 0.5  # a cause is told as one that holds from here on
LINKS = {
    "reach_non_followers": "lost_strangers",
    "reach_followers": "lost_followers_reach",
    "engagement_per_reach": "lost_liking",
    "posting_rate": "lost_rhythm",
    "format_mix": "lost_formats",
}


def marks(finding: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what is decided in a finding, as marks: what was said first, then causes, heaviest first, then the rest."""
    return tuple(dict.fromkeys([*_marks_of_claims(finding), *_marks_of_causes(finding), *_marks_of_numbers(finding)]))


def _marks_of_claims(finding: Mapping[str, Any]) -> Iterator[str]:
    for claim in finding["claims"]:
        yield f"claim:{claim['kind']}"
        yield f"claim:{claim['kind']}:{claim['verdict']}"
        if claim["metric"]:
            yield f"claim_metric:{claim['metric']}"


def _marks_of_causes(finding: Mapping[str, Any]) -> Iterator[str]:
    for cause in finding["causes"]:
        if cause["weight"] >= LIKELIER_THAN_NOT:
            yield f"cause:{cause['cause']}"
    for event in finding.get("follower_events") or ():
        yield f"event:{event['kind']}"
    split, flows = finding["split"], finding["flows"] or {}
    if split is not None and split["is_loss"] and split["per"] == "post" and split["mostly"] is not None:
        yield f"split:{split['mostly']}"
    for part in ("gained", "lost"):
        if flows.get(f"{part}_standing"):
            yield f"{part}:{flows[f'{part}_standing']}"


def _marks_of_numbers(finding: Mapping[str, Any]) -> Iterator[str]:
    if finding["coverage"]["viral"]:
        yield "viral"
    if finding["coverage"]["pauses"]:
        yield "pause"
    if any(mark["side"] == "below" and mark["is_told"] for mark in finding["milestones"]):
        yield "below_mark"
    if any(_is_slow_loss(vital) for vital in finding["vitals"]):
        yield "slow"
    yield f"finding:{finding['finding']}"
    yield f"verdict:{finding['verdict']}"


def facts(finding: Mapping[str, Any], lang: str) -> dict[str, Value]:
    """Give the numbers of a finding by the names that explainers use; sentences only if they are in `lang`."""
    coverage = finding["coverage"]
    known: dict[str, Value] = {
        "temperature": finding["temperature"],
        "return_days": finding["return_period_days"],
        "posts": coverage["posts"],
        "as_of": _time(finding["as_of"]),
        "first": _time(coverage["first"]),
        "last": _time(coverage["last"]),
        "platform": finding["platform"],
    }
    for part in (_of_vitals, _of_kinds, _of_loss, _of_followers, _of_what_was_said, _of_spans):
        known |= part(finding)
    if finding["lang"] == lang:
        known |= _sentences(finding)
    return {name: value for name, value in known.items() if value is not None}


def main_vital(finding: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the count per post, over all formats, that stands out most; without a change, the first with a normal."""
    vitals: Sequence[Mapping[str, Any]] = finding["vitals"]
    counts = [vital for vital in vitals if vital["kind"] is None and vital["metric"] in OF_A_POST]
    judged = [vital for vital in counts if vital["change"] is not None and vital["p_value"] is not None]
    usual = (vital for vital in counts if vital["normal"] is not None)
    return min(judged, key=lambda vital: float(vital["p_value"]), default=None) or next(usual, None)


def _of_vitals(finding: Mapping[str, Any]) -> dict[str, Value]:
    known: dict[str, Value] = {}
    for vital in finding["vitals"]:
        if vital["kind"] is None:
            known |= _of_vital(vital, vital["metric"])
    main = main_vital(finding)
    if main is not None:
        known |= _of_vital(main, "main") | {"metric": main["metric"]}
    slow = next((vital for vital in finding["vitals"] if _is_slow_loss(vital)), None)
    if slow is not None:
        known |= {f"slow_{part}": slow["long_term"][part] for part in ("percent", "low", "high")}
        known["slow_metric"] = slow["metric"]
    return known


def _is_slow_loss(vital: Mapping[str, Any]) -> bool:
    year = vital.get("long_term")
    return year is not None and bool(year["high"] < LONG_LOSS_PERCENT)


def _of_vital(vital: Mapping[str, Any], name: str) -> dict[str, Value]:
    unit = 100.0 if vital["metric"] == PER_HUNDRED else 1.0
    normal, recent, change = vital["normal"], vital["recent"], vital["change"]
    known: dict[str, Value] = {f"{name}_detectable": vital["detectable_percent"]}
    if normal is not None:
        known |= {
            f"{name}_usual": unit * normal["median"],
            f"{name}_low": unit * normal["low"],
            f"{name}_high": unit * normal["high"],
        }
    if recent is not None:
        known |= {f"{name}_now": unit * recent["median"], f"{name}_n": recent["n"]}
        known[f"{name}_since"] = _time(recent["since"])
    if change is not None:
        known |= {f"{name}_change_{part}": change[part] for part in ("percent", "low", "high")}
    return known


def _of_kinds(finding: Mapping[str, Any]) -> dict[str, Value]:
    """The usual post of each format, in the metric of the main vital."""
    main = main_vital(finding)
    known: dict[str, Value] = {}
    for vital in finding["vitals"]:
        if main is not None and vital["kind"] is not None and vital["metric"] == main["metric"]:
            normal = vital["normal"] or {"median": None, "n": None}
            known |= {f"{vital['kind']}_usual": normal["median"], f"{vital['kind']}_n": normal["n"]}
    return known


def _of_loss(finding: Mapping[str, Any]) -> dict[str, Value]:
    weather, split = finding["weather"], finding["split"]
    known: dict[str, Value] = {}
    if weather is not None:
        known |= {"others": weather["accounts"]}
        known |= {f"others_{part}": weather[part] for part in ("percent", "low", "high")}
    if split is not None and split["is_loss"] and split["per"] == "post":
        points = {link["link"]: link["percent_points"] for link in split["links"]}
        known |= {name: points[link] for link, name in LINKS.items() if points.get(link, 0.0) < 0}
        lost, total = lost_of(points.values()), split["total_percent"]
        known |= {"lost_total": lost, "fell_total": total}
        if "lost_strangers" in known and round(lost) != round(total):
            known["fell_only"] = total  # another link gained, for all to see
    return known


def _of_followers(finding: Mapping[str, Any]) -> dict[str, Value]:
    flows = finding["flows"] or {}
    parts = ("gained", "lost", "usual_gained", "usual_lost", "churn_percent")
    known: dict[str, Value] = {part: flows.get(part) for part in parts}
    marked = sorted(finding["milestones"], key=lambda mark: (not mark["is_told"], abs(mark["mark"] - mark["now"])))
    if marked:
        nearest = marked[0]
        known |= {"mark": nearest["mark"], "followers": nearest["now"], "slope": nearest["slope_per_day"]}
        known |= {"slope_low": nearest["slope_low"], "slope_high": nearest["slope_high"]}
    for event in finding.get("follower_events") or ():
        name = event["kind"]
        known |= {f"{name}_on": _time(event["start"]), f"{name}_people": abs(event["people"])}
        known[f"{name}_percent"] = abs(event["percent"])
    return known


def _of_what_was_said(finding: Mapping[str, Any]) -> dict[str, Value]:
    level = next((claim for claim in finding["claims"] if claim["kind"] == "claim_level"), None)
    if level is None:
        return {}
    known: dict[str, Value] = {"claimed": level["value"], "claim_count": level["count"], "claim_n": level.get("n")}
    return known | {"claim_median": level["median"]}


def _of_spans(finding: Mapping[str, Any]) -> dict[str, Value]:
    coverage = finding["coverage"]
    known: dict[str, Value] = {}
    if coverage["pauses"]:
        last = coverage["pauses"][-1]
        known |= {"pause_from": _time(last["from"]), "pause_to": _time(last["to"]), "pauses": len(coverage["pauses"])}
    if coverage["viral"]:
        known |= {"viral_on": _time(coverage["viral"][-1]["from"]), "virals": len(coverage["viral"])}
    return known


def _sentences(finding: Mapping[str, Any]) -> dict[str, Value]:
    """What the check-up itself wrote: the evidence of causes, and its advice by what is to be tried."""
    known: dict[str, Value] = {f"evidence_{cause['cause']}": cause["evidence"] for cause in finding["causes"]}
    for given in finding["advice"]:
        if given["what"]:
            known.setdefault(f"advice_{given['what'].partition('=')[0]}", given["do"])
    return known


def _time(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)
