"""The tables of results: the fields of the contract (DESIGN.md section 7) in columns, types as Parquet keeps them."""

from __future__ import annotations

import polars as pl

from fieber.checkup._vital_columns import VITALS as MEASURED
from fieber.checkup.weather_many import HELD
from fieber.model.tables import UTC_TIME

KEYS = ("account", "platform")

# one row an account, metric and format
VITALS = pl.Schema(
    {"account": pl.String(), "platform": pl.String(), "as_of": UTC_TIME}
    | {name: dtype for name, dtype in MEASURED.items() if name != "owner"}
)

# what is found out about every account
HEADLINE: dict[str, pl.DataType] = {
    "account": pl.String(),
    "platform": pl.String(),
    "method": pl.String(),
    "as_of": UTC_TIME,  # of the row's own judgement: with --since-last it can be older than the run's
    "verdict": pl.String(),
    "temperature": pl.Float64(),
    "return_period_days": pl.Float64(),
    "p_value": pl.Float64(),
    "tested": pl.Boolean(),  # it might have had a fever: some vital has a p, also where that is too noisy to be shown
    "metric": pl.String(),  # of the vital that carries the headline; so are kind, change, onset, since
    "kind": pl.String(),
    "change_percent": pl.Float64(),
    "change_low": pl.Float64(),
    "change_high": pl.Float64(),
    "p_drop": pl.Float64(),
    "capped": pl.Boolean(),
    "detectable_percent": pl.Float64(),
    "recent_n": pl.Int64(),
    "recent_since": UTC_TIME,
    "onset_at": UTC_TIME,
    "slow_metric": pl.String(),  # the first whole-account vital with a sure loss against the year before
    "slow_percent": pl.Float64(),
    "slow_low": pl.Float64(),
    "slow_high": pl.Float64(),
    "reason": pl.String(),  # why there is no temperature: that of the first vital
    "posts": pl.Int64(),
    "first": UTC_TIME,
    "last": UTC_TIME,
    "due": UTC_TIME,  # when it has to be judged anew even if nothing new is known: a vital of it is stale then
    "posts_left_out": pl.Int64(),  # of an account with more posts than are judged: the oldest
    "may_pool": pl.Boolean(),  # False: the platform's terms keep it out of the weather
    "fingerprint": pl.UInt64(),  # of the rows that it was judged by
}

# found out in the second pass, for those with a temperature to speak of
FOUND: dict[str, pl.DataType] = {
    "q_value": pl.Float64(),
    "stands_out": pl.Boolean(),
    "cause": pl.String(),  # more likely than not, and no other answer than the finding; of those diagnosed in full
    **{name: dtype for name, dtype in HELD.items() if name not in KEYS},
    "contract": pl.String(),  # the whole check-up as JSON, of those that were diagnosed in full
}

ACCOUNTS = pl.Schema(HEADLINE | FOUND)

# one row a group of accounts and posts: country × size × format of a platform, and the platform as a whole
GROUPS = pl.Schema(
    {
        "platform": pl.String(),
        "country": pl.String(),  # null: all of them; so with size and kind
        "size": pl.String(),
        "kind": pl.String(),
        "metric": pl.String(),
        "accounts": pl.Int64(),  # of the sample, with posts in the last four weeks
        "verdict": pl.String(),
        "temperature": pl.Float64(),
        "return_period_days": pl.Float64(),
        "p_value": pl.Float64(),
        "p_drop": pl.Float64(),
        "percent": pl.Float64(),  # what its members had in common, with its 90 % interval
        "low": pl.Float64(),
        "high": pl.Float64(),
        "since": pl.Date(),
        "own_temperature": pl.Float64(),  # of that, what it had beyond the others of the platform
        "own_percent": pl.Float64(),
        "own_low": pl.Float64(),
        "own_high": pl.Float64(),
        "own_p_value": pl.Float64(),
        "own_p_drop": pl.Float64(),
        "q_value": pl.Float64(),
        "stands_out": pl.Boolean(),
        "is_where": pl.Boolean(),  # of those of a platform that stand out, the clearest
        "reason": pl.String(),
    }
)
