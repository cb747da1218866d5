"""The answer in one word, settled after the causes: whose the drop is, or that it is only counted otherwise.

Weather says whose it is, the split where it lies, and a cause that is more likely than not may say that nobody left.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fieber.checkup._view import View
    from fieber.model.diagnosis import Diagnosis

HEAVY = 0.5  # more likely than not, and heavier than every other: below, the opposite would be told as often
LIGHT = 0.25  # a rival this heavy would make one "nobody left" in four wrong
OF_COUNTERS = frozenset({"metric_change", "hidden_likes", "counter_bug"})
OF_LIKES = frozenset({"likes", "engagement_per_reach"})
OF_FOLLOWER_COUNTERS = frozenset({"counter_bug", "followers_purged"})
# of the rhythm, of followers, or of nothing at all: no rivals to an explanation of fewer likes a post
BESIDE = frozenset({"counter_bug", "noise", "pause", "usual_churn", "followers_purged", "followers_bought"})
FOLLOWERS = frozenset({"followers", "followers_gained"})
OF_ALL = frozenset({"everyone", "both"})
DROPS = frozenset({"real", "everyone", "yours", "both"})
# what the record itself dates: these may say why fewer are reached although the split says that it is the showing
DATED_CAUSES = frozenset(
    {"format_mix", "posting_time", "fewer_collabs", "paid_ended", "one_off_event", "after_viral_hit"}
)
# what can be seen in the posts themselves, so that it holds where nothing is told apart
SEEN_CAUSES = frozenset({"format_mix", "posting_time", "fewer_collabs", "paid_ended"})
RANKING = "distribution"


def with_finding(_view: View, diagnosis: Diagnosis) -> Diagnosis:
    """Give the diagnosis with the finding that goes with its causes."""
    if diagnosis.finding not in DROPS or diagnosis.carrier is None:
        return diagnosis
    is_counted_otherwise = counted_otherwise(diagnosis, diagnosis.carrier.metric) is not None
    return replace(diagnosis, finding="counter") if is_counted_otherwise else diagnosis


def heaviest(diagnosis: Diagnosis) -> str | None:
    """Give the cause that is more likely than not and heavier than all others, if there is one."""
    first = max(diagnosis.causes, key=lambda cause: cause.weight, default=None)
    return None if first is None or first.weight < HEAVY else first.cause


def agreeing(diagnosis: Diagnosis) -> str | None:
    """Give the heaviest cause where it says the same as the finding: "yours" beside "weather" would be two answers.

    The finding comes from the change itself and its interval, the weight of a cause from how well its shape fits.
    """
    found = heaviest(diagnosis)
    if found == "weather" and diagnosis.finding not in OF_ALL:
        return None
    return None if found in OF_COUNTERS and diagnosis.finding != "counter" else found


def counted_otherwise(diagnosis: Diagnosis, metric: str | None) -> str | None:
    """Give the cause that says that this number is only counted otherwise, if one is likely enough."""
    found = heaviest(diagnosis)
    if metric in FOLLOWERS:
        return found if found in OF_FOLLOWER_COUNTERS else None
    if found == "hidden_likes" and metric not in OF_LIKES:
        return None
    # a counter that erred may have been that of the followers: then something else is behind the posts
    rivals = [cause.weight for cause in diagnosis.causes if cause.cause not in BESIDE]
    if found == "counter_bug" and (metric not in OF_LIKES or max(rivals, default=0.0) >= LIGHT):
        return None
    return found if found in OF_COUNTERS else None


def where_it_lies(diagnosis: Diagnosis) -> Literal["distribution", "own", "own_cause"] | None:
    """Say whether a loss lies in whom the posts are shown to ("distribution") or in the account itself.

    The split is arithmetic and comes first; but where fewer are reached for a reason of the account's own, such as
    fewer partners, the cause knows more than the split ("own_cause"). Without a split nothing else is told apart.
    """
    split, cause = diagnosis.split, heaviest(diagnosis)
    mostly = None if split is None else split.mostly
    if mostly == "own":
        return "own"
    if cause in (DATED_CAUSES if mostly == "distribution" else SEEN_CAUSES):
        return "own_cause"
    return mostly
