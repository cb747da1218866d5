"""Who a post belongs to."""

from __future__ import annotations

import polars as pl

from fieber.model.tables import conform
from fieber.readers._collaborations import fold_collaborations


def posts(*rows: tuple[str, str]) -> pl.DataFrame:
    accounts, identities = zip(*rows, strict=True)
    return conform(pl.DataFrame({"account": accounts, "post_id": identities, "platform": "instagram"}), "posts")


OWN = tuple(("main", f"A{number}") for number in range(20))


def test_rare_profiles_are_partners() -> None:
    """A profile with a post or two beside twenty of the main one is a partner."""
    folded, copies = fold_collaborations(posts(*OWN, ("partner", "B1")), None)

    assert folded["account"].unique().to_list() == ["main"]
    assert folded.filter(pl.col("collab"))["post_id"].to_list() == ["B1"]
    assert copies == 0


def test_large_profiles_are_accounts_of_their_own() -> None:
    """Two profiles of like size are two accounts, not one with collaborations."""
    other = tuple(("other", f"B{number}") for number in range(15))

    folded, copies = fold_collaborations(posts(*OWN, *other), None)

    assert dict(folded.group_by("account").len().iter_rows()) == {"main": 20, "other": 15}
    assert folded["collab"].null_count() == 35
    assert copies == 0


def test_the_same_post_under_both_names_counts_once() -> None:
    """A post that the main profile has too is kept once, as a collaboration."""
    folded, copies = fold_collaborations(posts(*OWN, ("partner", "A3")), None)

    assert folded.height == 20
    assert folded.filter(pl.col("collab")).select("account", "post_id").rows() == [("main", "A3")]
    assert copies == 1


def test_told_profile_is_the_main_one() -> None:
    """If the person names a profile, that one is the main one, however few its posts."""
    rows = (*(("small", f"S{number}") for number in range(3)), *OWN)

    folded, _ = fold_collaborations(posts(*rows), "small")

    assert dict(folded.group_by("account").len().iter_rows()) == {"small": 3, "main": 20}


def test_posts_without_a_name_stay_so() -> None:
    """Rows that name no profile are filled in later, by whoever has seen all files."""
    nameless = posts(("x", "A1"), ("x", "A2")).with_columns(account=pl.lit(None, dtype=pl.String))

    folded, copies = fold_collaborations(nameless, None)

    assert folded["account"].null_count() == 2
    assert folded["collab"].null_count() == 2
    assert copies == 0
