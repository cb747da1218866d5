"""The event study of whole accounts: dated cases come out as dated, and what cannot be said is said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import fieber
from fieber.errors import UsageError

if TYPE_CHECKING:
    from fieber.studies import Study

START = datetime(2023, 1, 1, tzinfo=UTC)
EVENT, END = START + timedelta(days=730), START + timedelta(days=771)
READ = START + timedelta(days=960)
GOVERNMENTS = Path(__file__).parents[2] / ".." / "shared" / "data" / "instagram_state_governments.csv.gz"


def account(
    name: str = "anna",
    *,
    seed: int = 1,
    during: float = 1.0,
    after: float = 1.0,
    halves_in: float | None = None,
    silent: bool = False,
    scatter: float = 0.45,
) -> pl.DataFrame:
    """Half a post a day for 950 days: `during` and `after` are factors, in `halves_in` days a flood loses half."""
    random = np.random.default_rng([seed, 5])
    day = np.sort(random.uniform(0, 950, random.poisson(475)))
    shock = (day >= 730) & (day < 772)
    factor = np.where(shock, during, np.where(day >= 772, after, 1.0))
    if halves_in is not None:
        later = np.maximum(day - 730, 0)
        factor = np.where(day >= 730, during ** (0.5 ** (later / halves_in)), 1.0)
    kept = ~shock if silent else np.ones(len(day), dtype=bool)
    likes = random.poisson(3000 * factor * np.exp(scatter * random.normal(size=len(day))))[kept]
    return pl.DataFrame(
        {
            "account": name,
            "platform": "instagram",
            "posted_at": [START + timedelta(days=float(one)) for one in day[kept]],
            "kind": random.choice(["photo", "reel"], len(day))[kept],
            "likes": likes,
            "measured_at": READ,
        }
    )


def roster(during: float = 1.0, n: int = 15) -> pl.DataFrame:
    return pl.concat([account(f"peer{i}", seed=100 + i, during=during) for i in range(n)])


def study(posts: pl.DataFrame, **settings: object) -> Study:
    found = fieber.event_study(posts, **({"start": EVENT, "end": END} | settings))  # type: ignore[arg-type]
    assert not isinstance(found, list)
    return found


def test_half_of_the_likes_on_a_known_day() -> None:
    """Likes that halve and stay low come out as a fall, now and afterwards, with intervals that hold the truth."""
    found = study(account(during=0.5, after=0.5), end=None).study

    assert found.finding == "fell"
    assert found.during is not None
    assert found.during.total is not None
    assert found.during.total.low <= -50 <= found.during.total.high
    assert found.during.total.p_value <= 0.05
    assert found.after is not None
    assert found.after.finding == "fell"
    assert "end_unknown" in found.limits
    assert "no_peers" in found.limits


def test_what_is_not_in_the_data() -> None:
    """Where nothing happened, nothing is found, and it is said what would have been seen."""
    found = study(account(seed=3))

    assert found.study.finding == "no_change"
    assert found.study.during is not None
    assert found.study.during.total is not None
    assert -60 < found.study.during.total.detectable_percent < -15
    assert found.to_dict()["answer"][0] == "I see nothing of it in your numbers."


def test_silence_is_a_pause() -> None:
    """An account that did not post is called silent, not fallen; its return is held against the time before."""
    found = study(account(silent=True, after=1.8)).study

    assert found.finding == "silent"
    assert found.during is not None
    assert found.during.total is None
    assert found.during.posts == 0
    assert found.after is not None
    assert found.after.finding == "rose"


def test_everyone_had_it() -> None:
    """A fall that the roster had as well is told as everyone's; one's own part is not certain."""
    found = study(account(during=0.6), peers=roster(0.6)).study

    assert found.finding == "everyone"
    assert found.during is not None
    assert found.during.roster is not None
    assert found.during.roster.percent is not None
    assert found.during.roster.percent == pytest.approx(-40, abs=8)
    assert found.during.own is not None
    assert found.during.own.low < 0 < found.during.own.high


def test_only_one_account_had_it() -> None:
    """Beside a roster without it, the fall is one's own, and the account itself is no peer of its own."""
    posts = account(during=0.45)

    found = study(posts, peers=pl.concat([posts, roster()])).study

    assert found.finding == "fell"
    assert found.peers == 15
    assert found.during is not None
    assert found.during.own is not None
    assert found.during.own.high < 0
    assert found.during.own.pooled > 500


def test_a_flood_and_the_way_back() -> None:
    """A viral flood rises, half of the way back takes about as long as it did, and the normal is the old one."""
    found = study(account(during=20.0, halves_in=12.0), end=None).study

    assert found.finding == "rose"
    assert found.recovery is not None
    assert found.recovery.low <= 12 <= found.recovery.high
    assert found.recovery.settled is not None
    assert EVENT < found.recovery.settled < EVENT + timedelta(days=150)
    assert found.after is not None
    assert found.after.finding == "no_change"


def test_a_way_that_is_not_done_has_no_day_of_arrival() -> None:
    """Ten weeks into a flood that halves in twenty-five days, nobody says since when the new normal has been there."""
    found = study(account(during=20.0, halves_in=25.0), end=None, as_of=EVENT + timedelta(days=70)).study

    assert found.recovery is not None
    assert found.recovery.settled is None


def test_formats_are_told_apart() -> None:
    """A drop of reels alone is seen in reels and not in photos."""
    posts = account(seed=6)
    low = pl.col("posted_at").is_between(EVENT, END) & (pl.col("kind") == "reel")
    posts = posts.with_columns(likes=pl.when(low).then(pl.col("likes") // 4).otherwise("likes"))

    formats = {one.kind: one.during for one in study(posts).study.formats}

    assert formats["reel"] is not None
    assert formats["photo"] is not None
    assert formats["reel"].high < -20
    assert formats["photo"].low < 0 < formats["photo"].high


def test_a_purge_is_seen_in_followers_not_in_likes() -> None:
    """Followers that go in one night are told beside what is usual, while likes stay as they were."""
    days = pl.DataFrame({"day": [(START + timedelta(days=i)).date() for i in range(900)]})
    followers = [50_000 + 20 * i + (i % 7) - (4000 if i >= 731 else 0) for i in range(900)]
    days = days.with_columns(account=pl.lit("anna"), platform=pl.lit("instagram"), followers=pl.Series(followers))

    found = study(account(seed=3), days=days, end=None).study

    assert found.finding == "no_change"
    assert found.followers is not None
    assert found.followers.percent == pytest.approx(-6.1, abs=0.3)
    assert found.followers.usual_low > -0.1
    assert found.followers.p_value < 0.01


def test_too_little_is_said() -> None:
    """Without a time before, before anything began, and without counts, the reason stands there."""
    posts = account()

    assert study(posts, start=START + timedelta(days=5), end=None).study.reason == "no_history"
    assert study(posts, start=READ + timedelta(days=5), end=None).study.reason == "not_yet"
    assert study(posts.with_columns(likes=pl.lit(None, dtype=pl.Int64))).study.reason == "no_counts"


def test_later_posts_are_unseen() -> None:
    """As of the end of the event nothing is said about afterwards."""
    found = study(account(during=0.5), as_of=END).study

    assert found.after is None
    assert "no_after" in found.limits
    assert max(found.at) <= END


def test_every_form_holds_the_same() -> None:
    """JSON has no not-a-number; the page is whole, with its chart; Markdown and German say the finding."""
    found = study(account(during=0.5), peers=roster())

    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert told["finding"] == "fell"
    assert told["from"] == "2024-12-31T00:00:00Z"
    assert "<svg" in found.to_html()
    assert found.to_markdown().startswith("# anna: 31 December 2024 to")
    german = study(account(during=0.5), peers=roster(), lang="de")
    assert german.to_dict()["answer"][0].startswith("Ja, das sieht man")
    assert len(german.to_dict()["answer"]) == len(told["answer"])


def test_what_is_wrong_is_said() -> None:
    """An end before the beginning and a date that is none are refused."""
    with pytest.raises(UsageError, match="before the start"):
        study(account(), end=EVENT - timedelta(days=3))
    with pytest.raises(UsageError, match="is no date"):
        study(account(), start="sometime")


@pytest.mark.skipif(not GOVERNMENTS.exists(), reason="the real accounts are not beside the project")
def test_a_law_that_silenced_governments() -> None:
    """Brazil's election law of 2022 comes out as silence of most state governments, never as a fall of those."""
    posts = pl.read_csv(GOVERNMENTS).rename({"collab_post": "collab"}).with_columns(pl.col("collab").cast(pl.Boolean))
    posts = posts.filter(pl.col("posted_at") < "2023-03-01")

    found = fieber.event_study(posts, start="2022-07-02", end="2022-10-30", peers=posts)

    assert isinstance(found, list)
    silent = [one.study for one in found if one.study.finding == "silent"]
    assert len(silent) >= 9
    assert all(one.during is not None and one.during.total is None for one in silent)
    assert all(one.during is not None and one.during.roster and one.during.roster.silent >= 8 for one in silent)
