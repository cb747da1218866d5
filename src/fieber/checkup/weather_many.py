"""Many accounts held against the weather: what `checkup.weather_step` says of the real drop of each of them.

The second of the two passes over a roster, for those whom it matters for. The numbers are those of `checkup.diagnose`
with the same peers (a test holds them against each other).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fieber.checkup._prepared import prepared
from fieber.checkup._slots import columns_of, slot, values_of
from fieber.checkup.priors import SHIPPED
from fieber.checkup.series import Sample
from fieber.checkup.vital import unknown
from fieber.checkup.weather import Net, Question, common_break, net_of_weather
from fieber.checkup.weather_step import FEWEST_AFTER, weather_of, whose
from fieber.metrics import metrics
from fieber.model.tables import KINDS
from fieber.stats.thermometer import Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.checkup._slots import Columns, Slot
    from fieber.checkup.priors import Priors
    from fieber.checkup.weather import Peers

ASKED = ("account", "platform", "metric", "kind", "recent_n")
HELD = pl.Schema(
    {
        "account": pl.String(),
        "platform": pl.String(),
        "finding": pl.String(),
        "compared_with": pl.Int64(),
        "weather_percent": pl.Float64(),
        "weather_low": pl.Float64(),
        "weather_high": pl.Float64(),
        "own_percent": pl.Float64(),
        "own_low": pl.Float64(),
        "own_high": pl.Float64(),
    }
)


def held_against_weather(
    posts: pl.DataFrame, asked: pl.DataFrame, now: float, peers: Mapping[str | None, Peers], priors: Priors = SHIPPED
) -> pl.DataFrame:
    """Say of each real drop whether it is everyone's.

    Args:
        posts: rows of POSTS of these accounts, as for `checkup.many.examine_many`.
        asked: accounts with a drop that is real when they are looked at alone, a row each with ASKED: the vital that
            carries the headline, and how many posts its change speaks of.
        now: days since 1970. peers: by platform, the weather; accounts of other platforms are not answered.
        priors: what is taken as known of any account.

    Returns:
        Rows of HELD for those that enough others can be held against.
    """
    seen = prepared(posts, now, priors.growth)
    table = columns_of(seen, now)
    owners = seen.group_by("owner", maintain_order=True).agg(pl.col("account", "platform").first())
    named = asked.join(owners, on=("account", "platform"), nulls_equal=True).sort("metric", "kind", "owner")
    measured = {metric.name: metric for metric in metrics()}
    asked_for: list[tuple[Question, str, str | None]] = []
    for (metric, kind), mine in named.group_by("metric", "kind", maintain_order=True):
        place = None if kind is None else KINDS.index(str(kind))
        whole = slot(table, values_of(seen, measured[str(metric)]), measured[str(metric)], place)
        for account, platform, owner, last in mine.select("account", "platform", "owner", "recent_n").iter_rows():
            question = question_of(whole, table, owner, last, now)
            sample = replace(question.sample, prior=priors.thermometer)
            asked_for.append((replace(question, sample=sample), account, platform))
    asked_for.sort(key=lambda one: (one[0].sample.metric.name, one[0].date))  # those of one day ask for one factor
    rows = (
        _held(question, peers[platform], account, platform)
        for question, account, platform in asked_for
        if platform in peers
    )
    found = pl.DataFrame([row for row in rows if row is not None], schema=HELD)
    return found.sort("account", "platform", nulls_last=True)


def _held(question: Question, others: Peers, account: str, platform: str | None) -> dict[str, object] | None:
    day = common_break(question, others, account=account, platform=platform)
    after = int((question.posted >= day).sum())
    if day != question.date and after >= FEWEST_AFTER:
        question = replace(question, posts=after, date=day)
    net = net_of_weather(question, others, account=account, platform=platform)
    if not isinstance(net, Net):
        return None
    weather = weather_of(net, unknown(question.sample.metric.name, question.sample.kind, ""), question)
    return {
        "account": account,
        "platform": platform,
        "finding": whose(weather),
        "compared_with": weather.accounts,
        **{f"weather_{name}": getattr(weather, name) for name in ("percent", "low", "high")},
        **{f"own_{name}": getattr(weather, f"own_{name}") for name in ("percent", "low", "high")},
    }


def question_of(whole: Slot, table: Columns, owner: int, posts: int, now: float) -> Question:
    """Ask for the last posts of one account in a slot."""
    histories = whole.histories
    place = int(np.searchsorted(whole.owners, owner))
    own = slice(int(histories.starts[place]), int(histories.starts[place + 1]))
    series = Series(
        value=histories.value[own],
        when=histories.when[own],
        codes=np.ascontiguousarray(histories.codes[own]),
        params=int(histories.params[place]),
        offset=histories.offset,
    )
    rows, posted = whole.rows[own], histories.posted[own]
    sample = Sample(whole.metric, whole.kind, series, rows, int(whole.too_young[place]))
    return Question(sample, posted, table.kind[rows], posts, float(posted[-posts:].min()), now)
