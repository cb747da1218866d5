"""Which next step belongs to which cause, and to which link of a loss: the one table of it.

A cause that is not in the table may bring its own sentence (`advice` by language); else the split decides. "Nothing" is
a step. More posts are never one, and nothing that a platform forbids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieber.model.diagnosis import Advice
from fieber.model.text import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

WAIT_POSTS = 20  # after so many posts another look tells more: a window of its own on top of the usual 30


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence of the catalogue, and whether it ends in "wait for n posts"."""

    do: Message
    waits: bool = False

    def advice(self) -> Advice:
        """Give it as an advice that promises no effect."""
        return Advice(self.do, None, WAIT_POSTS if self.waits else None)


NOTHING = Step(Message("advice.nothing_wait"), waits=True)
STATUS: Step | None = None  # the account status, which `conclude` knows how to call on each platform

BY_CAUSE: Mapping[str, Step | None] = {
    "noise": NOTHING,
    "after_viral_hit": NOTHING,
    "season": NOTHING,
    "holiday": NOTHING,
    "weather": NOTHING,
    "young_posts": NOTHING,
    "metric_change": NOTHING,
    "counter_bug": NOTHING,
    "followers_purged": NOTHING,
    "usual_churn": NOTHING,
    "one_off_event": NOTHING,
    "deleted_flops": NOTHING,
    "pause": Step(Message("advice.own_pace"), waits=True),
    "posting_more": Step(Message("advice.more_room"), waits=True),
    "format_mix": Step(Message("advice.formats")),
    "posting_time": Step(Message("advice.posting_time")),
    "distribution": STATUS,
    "content": Step(Message("advice.compare_posts")),
    "slow_decline": Step(Message("advice.compare_posts")),
    "fewer_collabs": Step(Message("advice.collabs")),
    "paid_ended": Step(Message("advice.paid_ended")),
    "saturation": Step(Message("advice.new_people")),
    "hidden_likes": Step(Message("advice.hidden_likes")),
    "followers_bought": Step(Message("advice.followers_bought")),
}

BY_LINK: Mapping[str, Step | None] = {
    "engagement_per_reach": Step(Message("advice.compare_posts")),
    "reach_followers": Step(Message("advice.ask_followers")),
    "posting_rate": Step(Message("advice.own_pace"), waits=True),
    "format_mix": Step(Message("advice.formats")),
    "reach_non_followers": STATUS,
}


def own_step(cause: str, words: Mapping[str, str]) -> Step:
    """Give the step that a cause brings itself.

    Args:
        cause: its name. words: the sentence by language, "de" and "en".
    """
    return Step(Message(f"advice.cause.{cause}", {}, words))
