"""The headline of many accounts with the fields of the vital that carries it, and the loss that came slowly."""

from __future__ import annotations

import polars as pl

from fieber.checkup.conclusion import LONG_LOSS_PERCENT

CARRIED = (
    "change_percent",
    "change_low",
    "change_high",
    "p_drop",
    "capped",
    "detectable_percent",
    "recent_n",
    "recent_since",
    "onset_at",
)


def headlines(accounts: pl.DataFrame, vitals: pl.DataFrame) -> pl.DataFrame:
    """Put beside each account what `checkup.conclusion` says of the vital that carries its headline.

    Args:
        accounts, vitals: as `checkup.many.examine_many` gives them, the accounts with `owner`.

    Returns:
        A row an account in the same order; `reason`: why its first vital has no temperature, where it has none itself.
    """
    carrying = vitals.select(
        "owner", pl.col("metric").alias("carrier_metric"), pl.col("kind").alias("carrier_kind"), *CARRIED
    )
    keys = ["owner", "carrier_metric", "carrier_kind"]
    whole = vitals.filter(pl.col("kind").is_null())
    slow = (
        whole.filter(pl.col("long_term_high") < LONG_LOSS_PERCENT)
        .group_by("owner", maintain_order=True)
        .agg(pl.col("metric", "long_term_percent", "long_term_low", "long_term_high").first())
        .rename(
            {"metric": "slow_metric"} | {f"long_term_{name}": f"slow_{name}" for name in ("percent", "low", "high")}
        )
    )
    silent = whole.group_by("owner", maintain_order=True).agg(pl.col("reason").first())
    due = vitals.group_by("owner", maintain_order=True).agg(due=pl.col("stale_from").min())
    return (
        accounts.join(carrying, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .join(slow, on="owner", how="left", maintain_order="left")
        .join(silent, on="owner", how="left", maintain_order="left")
        .join(due, on="owner", how="left", maintain_order="left")
        .with_columns(reason=pl.when(pl.col("verdict") == "unknown").then("reason"))
        .rename({"carrier_metric": "metric", "carrier_kind": "kind"})
    )
