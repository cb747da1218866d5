"""Posts that stand under another profile's name are collaborations of the profile the export is about."""

from __future__ import annotations

import polars as pl

# In a tool's export of one profile each partner has a post or two. A profile with a tenth of the main one's posts or
# more is taken for an account of its own: joining two accounts would be worse than missing some collaborations.
OWN_SHARE = 0.1


def fold_collaborations(posts: pl.DataFrame, account: str | None) -> tuple[pl.DataFrame, int]:
    """Give partners' posts to the main profile of their platform, with collab = true.

    Args:
        posts: schema of `posts`.
        account: the main profile if it is among the profiles, else the name that the most frequent one shall have.

    Returns:
        The posts, and how many rows were left out because the main profile has the same post.
    """
    sizes = posts.group_by("platform", "account").len("n")
    profiles = posts["account"].drop_nulls().unique().to_list()
    is_told = pl.col("account") == pl.lit(account) if account in profiles else pl.lit(False)
    ranked = sizes.with_columns(is_told=is_told).sort("is_told", "n", "account", descending=[True, True, False])
    main = ranked.group_by("platform", maintain_order=True).agg(
        pl.col("account").first().alias("main"), pl.col("n").first().alias("main_n")
    )
    roles = sizes.join(main, on="platform", nulls_equal=True).with_columns(
        is_partner=(pl.col("account") != pl.col("main")) & (pl.col("n") < OWN_SHARE * pl.col("main_n"))
    )
    known = posts.join(roles.drop("n", "main_n"), on=["platform", "account"], how="left", nulls_equal=True)
    is_partner = pl.col("is_partner").fill_null(False)
    is_main = (pl.col("account") == pl.col("main")).fill_null(False)
    main_name = pl.col("main") if account is None else pl.lit(account)
    in_both = pl.col("post_id").is_not_null() & (pl.col("account").n_unique().over("platform", "post_id") > 1)
    folded = known.with_columns(
        # the columns are named before anything changes: all expressions see the rows as they came
        account=pl.when(is_partner | is_main).then(main_name).otherwise("account"),
        collab=pl.when(is_partner | in_both).then(True).otherwise("collab"),
        is_copy=is_partner & (is_main & in_both).any().over("platform", "post_id"),
    )
    kept = folded.filter(~pl.col("is_copy"))
    return kept.select(posts.columns), folded.height - kept.height
