"""Many accounts in two passes: the same as one check-up after another, whatever the way there."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from math import log
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.rosters.many import END, many_posts

from fieber.api import each_checkup
from fieber.checkup import day_number
from fieber.checkup.groups import group_temperatures
from fieber.checkup.roster_weather import Asked
from fieber.errors import UnreadableError, UsageError
from fieber.model.tables import conform
from fieber.rosters import Results, _judge, _plan, _publish, look_at, roster
from fieber.rosters.results import open_results

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEYS = ("account", "platform")
ROWS = (*KEYS, "metric", "kind")
ONE = """
import sys
from fieber.rosters import _plan, roster
_plan.ROWS = 600
if __name__ == "__main__":
    roster(sys.argv[1], sys.argv[2], processes=1)
"""

HELD = """
import sys, time
from fieber.rosters import roster
def tell(stage, done, of):
    if stage == "judging":
        print("at work", flush=True)
        time.sleep(600)
roster(sys.argv[1], sys.argv[2], processes=1, tell=tell)
"""


def tables(results: Results) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Accounts, vitals and weather, in an order of their own."""
    accounts = results.accounts().collect().sort(KEYS, nulls_last=True)
    return accounts, results.vitals().collect().sort(ROWS, nulls_last=True), results.weather().rows


def assert_same(one: Results, other: Results, *, but: tuple[str, ...] = ()) -> None:
    """Bit for bit; floats too."""
    for left, right in zip(tables(one), tables(other), strict=True):
        assert_frame_equal(left.drop(but, strict=False), right.drop(but, strict=False), check_exact=True)


@pytest.fixture(scope="module")
def posts() -> pl.DataFrame:
    return many_posts(30)


@pytest.fixture(scope="module")
def whole(posts: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("whole")
    posts.write_parquet(folder / "posts.parquet")
    return roster(folder / "posts.parquet", folder / "results", processes=1)


def test_each_account_is_told_what_its_own_check_tells(posts: pl.DataFrame, whole: Results) -> None:
    """Verdict, p, finding and weather of each account are those of `fieber check` on the same file."""
    rows = {row["account"]: row for row in whole.accounts().collect().iter_rows(named=True)}

    found = [checkup.diagnosis for checkup in each_checkup(posts)]

    assert len(found) == len(rows) == 30
    for one in found:
        row = rows[one.account]
        assert (row["verdict"], row["temperature"], row["finding"]) == (one.verdict, one.temperature, one.finding)
        assert one.p_value is not None
        assert log(row["p_value"]) == pytest.approx(log(one.p_value), abs=1e-9)
        if row["own_percent"] is not None:
            assert one.weather is not None
            assert one.weather.own_percent == pytest.approx(row["own_percent"], rel=1e-9)
    assert {row["account"] for row in rows.values() if row["stands_out"]} == {"account_000", "account_001"}


def test_numbers_do_not_depend_on_the_way(
    posts: pl.DataFrame, whole: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many buckets, two processes, shuffled rows in several folders: every field of every row is the same."""
    monkeypatch.setattr(_plan, "ROWS", 400)
    mixed = posts.sample(fraction=1.0, shuffle=True, seed=3)
    for number, part in enumerate(mixed.iter_slices(700)):
        place = tmp_path / "in" / f"platform=instagram/part={number}"
        place.mkdir(parents=True)
        part.drop("platform").write_parquet(place / "0.parquet")

    found = roster(tmp_path / "in", tmp_path / "out", processes=2)

    assert len(list((tmp_path / "out" / "accounts").iterdir())) > 4
    assert_same(found, whole)


@pytest.mark.parametrize("form", ["csv", "duckdb"])
def test_other_forms_say_the_same(posts: pl.DataFrame, whole: Results, tmp_path: Path, form: str) -> None:
    """A CSV file and a table of a DuckDB file give what the Parquet file gives."""
    path = tmp_path / f"posts.{form}"
    if form == "csv":
        posts.write_csv(path)
    else:
        with duckdb.connect(str(path)) as connection:
            connection.register("given", posts.to_arrow())
            connection.execute("CREATE TABLE posts AS SELECT * FROM given")
            connection.execute("CREATE TABLE other AS SELECT 1 AS one")

    found = roster(path, tmp_path / "out", processes=1)

    assert_same(found, whole, but=("fingerprint",))  # of the rows as they lie in the file


def test_a_kill_at_any_moment_loses_and_doubles_nothing(posts: pl.DataFrame, whole: Results, tmp_path: Path) -> None:
    """A run that is killed again and again, and called again each time, ends with what one undisturbed run gives."""
    posts.write_parquet(tmp_path / "posts.parquet")
    command = [sys.executable, "-c", ONE, str(tmp_path / "posts.parquet"), str(tmp_path / "out")]
    chance = random.Random(5)

    for _ in range(3):
        running = subprocess.Popen(command)
        while running.poll() is None and not (tmp_path / "out" / ".work").exists():
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 3.0))
        running.kill()
        running.wait()
    subprocess.run(command, check=True)

    found = open_results(tmp_path / "out")
    assert_same(found, whole)
    assert found.state.counts == whole.state.counts
    assert not (tmp_path / "out" / ".work").exists()


def test_two_runs_in_one_folder_do_not_meet(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Who comes while a run is at work is told so, and changes nothing; after a kill the folder is free."""
    posts.write_parquet(tmp_path / "posts.parquet")
    command = [sys.executable, "-c", HELD, str(tmp_path / "posts.parquet"), str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        before = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("*"))

        with pytest.raises(UsageError, match="another run of fieber is at work in out") as refused:
            roster(tmp_path / "posts.parquet", tmp_path / "out", as_of=END - timedelta(days=9), processes=1)

        assert "arbeitet gerade ein anderer Lauf" in refused.value.in_language("de")
        now = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("*"))
        assert [one for one in now if one[0].name != ".lock"] == [one for one in before if one[0].name != ".lock"]
        running.kill()
    assert roster(tmp_path / "posts.parquet", tmp_path / "out", processes=1).state.counts.accounts == 30


def test_only_what_is_new_is_judged_again(posts: pl.DataFrame, tmp_path: Path) -> None:
    """A file with new posts changes the rows of its accounts to those of a full run, and no others."""
    source, later = tmp_path / "in", END + timedelta(days=1)
    source.mkdir()
    posts.write_parquet(source / "1.parquet")
    roster(source, tmp_path / "out", processes=1)
    new = posts.filter(pl.col("account").is_in(["account_003", "account_007"])).group_by("account").head(2)
    new = new.with_columns(
        posted_at=pl.col("posted_at") + timedelta(minutes=3), post_id="n" + pl.col("post_id"), measured_at=later
    )
    new.select(posts.columns).write_parquet(source / "2.parquet")
    before = pl.read_parquet(tmp_path / "out" / "accounts" / "*.parquet")

    found = roster(source, tmp_path / "out", since_last=True, processes=1)

    full = roster(source, tmp_path / "full", processes=1)
    changed = pl.col("account").is_in(["account_003", "account_007"])
    accounts, vitals, _ = tables(found)
    worth = ["q_value", "stands_out", "compared_with", "contract", "weather_percent", "weather_low", "weather_high"]
    assert found.state.counts.judged_again == 2
    assert found.state.as_of == full.state.as_of
    assert_frame_equal(
        accounts.filter(changed).drop(worth), tables(full)[0].filter(changed).drop(worth), check_exact=True
    )
    assert_frame_equal(vitals.filter(changed), tables(full)[1].filter(changed), check_exact=True)
    assert_frame_equal(
        accounts.filter(~changed).drop(worth), before.sort(KEYS).filter(~changed).drop(worth), check_exact=True
    )


def test_a_night_that_is_stopped_goes_on(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Stopped at each of its stages, and called again each time, a night ends as an undisturbed one."""
    source = tmp_path / "in"
    source.mkdir()
    posts.filter(pl.col("account") < "account_020").write_parquet(source / "1.parquet")
    for out in ("stopped", "undisturbed"):
        roster(source, tmp_path / out, processes=1)
    posts.filter(pl.col("account") >= "account_018").write_parquet(source / "2.parquet")

    def stop_at(wanted: str) -> Callable[[str, int, int], None]:
        def tell(stage: str, _done: int, _all: int) -> None:
            if stage == wanted:
                raise KeyboardInterrupt

        return tell

    for stage in ("reading", "judging", "weighing", "writing"):
        with pytest.raises(KeyboardInterrupt):
            roster(source, tmp_path / "stopped", since_last=True, processes=1, tell=stop_at(stage))
    found, other = (roster(source, tmp_path / out, since_last=True, processes=1) for out in ("stopped", "undisturbed"))

    assert_same(found, other)
    assert found.state == other.state
    assert found.state.counts.accounts == 30
    assert found.state.counts.judged_again == 12


def test_what_was_rewritten_is_found_by_its_rows(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Where a file was written anew, the account with another count is judged again, and one that is gone goes."""
    path = tmp_path / "posts.parquet"
    posts.write_parquet(path)
    roster(path, tmp_path / "out", processes=1)
    is_fifth = (pl.col("account") == "account_005") & (pl.col("post_id").str.ends_with("7"))
    other = posts.filter(pl.col("account") != "account_009").with_columns(
        likes=pl.when(is_fifth).then(pl.col("likes") * 2).otherwise("likes")
    )
    other.sample(fraction=1.0, shuffle=True, seed=1).write_parquet(path)

    found = roster(path, tmp_path / "out", since_last=True, processes=1)

    full = roster(path, tmp_path / "full", processes=1)
    assert found.state.counts.judged_again == 1
    assert found.state.counts.accounts == 29
    columns = [*KEYS, "p_value", "verdict", "fingerprint", "q_value"]
    assert_frame_equal(tables(found)[0].select(columns), tables(full)[0].select(columns), check_exact=True)


def test_an_account_that_fell_silent_is_asked_again(posts: pl.DataFrame, tmp_path: Path) -> None:
    """With nothing new, a later day still says of an account without posts for a quarter that it cannot be judged."""
    path = tmp_path / "posts.parquet"
    silent = pl.col("account") == "account_004"
    posts.filter(~silent | (pl.col("posted_at") < END - timedelta(days=60))).write_parquet(path)
    first = tables(roster(path, tmp_path / "out", processes=1))[0]

    found = roster(path, tmp_path / "out", since_last=True, as_of=END + timedelta(days=38), processes=1)

    assert first.filter(silent)["p_value"].null_count() == 0
    assert tables(found)[0].filter(silent)["reason"].to_list() == ["too_old"]
    assert found.state.counts.judged_again < 20


def test_what_is_wrong_is_counted(posts: pl.DataFrame, whole: Results, tmp_path: Path) -> None:
    """Cells that are no numbers, rows without a time, rows given twice and empty files are counted, and no more."""
    text = posts.with_columns(pl.all().cast(pl.String))
    text = text.with_columns(
        likes=pl.when(pl.col("post_id") == "5").then(pl.lit("many")).otherwise("likes"),
        comments=pl.when(pl.col("post_id") == "6").then(pl.lit("-3")).otherwise("comments"),
        posted_at=pl.when(pl.col("post_id") == "7").then(pl.lit("yesterday")).otherwise("posted_at"),
    )
    pl.concat([text, text.head(2)]).write_csv(tmp_path / "posts.csv")
    (tmp_path / "empty.csv").touch()
    text.clear().write_csv(tmp_path / "headed.csv")

    found = roster(tmp_path, tmp_path / "out", processes=1)

    faults = {(fault["field"], fault["kind"]): fault["count"] for fault in found.state.faults}
    assert faults == {
        (None, "empty_file"): 1,
        ("likes", "not_a_number"): 1,
        ("comments", "negative_count"): 1,
        ("posted_at", "unreadable_date_dropped"): 1,
        (None, "duplicate_rows_dropped"): 2,
    }
    untouched = pl.col("account") != "account_000"
    assert_frame_equal(tables(found)[1].filter(untouched), tables(whole)[1].filter(untouched), check_exact=True)


def test_who_may_not_be_pooled_stays_out_of_the_weather(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Accounts whose terms forbid it are judged and take no part in the weather."""
    path = tmp_path / "posts.parquet"
    posts.with_columns(may_pool=pl.col("account") != "account_008").write_parquet(path)

    found = roster(path, tmp_path / "out", processes=1)

    names = set(found.weather().accounts()["account"])
    assert len(names) == 29
    assert "account_008" not in names
    assert found.state.counts.accounts == 30


def test_a_huge_account_is_cut_to_its_last_posts(
    posts: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account with more posts than are judged is judged by the last of them, and how many were left out is told."""
    monkeypatch.setattr(_judge, "MOST_POSTS", 60)
    for name, part in (("all", posts), ("last", posts.sort("posted_at").group_by("account").tail(60))):
        part.write_parquet(tmp_path / f"{name}.parquet")

    cut, last = (roster(tmp_path / f"{name}.parquet", tmp_path / name, processes=1) for name in ("all", "last"))

    assert set(tables(cut)[0]["posts_left_out"]) == {30}
    assert cut.state.counts.cut == 30
    assert_frame_equal(tables(cut)[1], tables(last)[1], check_exact=True)


def test_the_list_has_the_rarest_first(whole: Results) -> None:
    """Whom to look at: every fever, by q-value; who stands out has a whole check-up."""
    rows = look_at(whole)

    assert rows["q_value"].is_sorted()
    assert set(rows["verdict"]) <= {"fever", "high_fever"}
    assert rows.filter("stands_out")["contract"].null_count() == 0
    assert whole.state.counts.expected_fevers == pytest.approx(30 / 52.18, rel=1e-3)


def test_groups_are_a_table(tmp_path: Path) -> None:
    """Formats are groups, and countries where a table of accounts tells them: a row each, as in the weather."""
    many_posts(60).write_parquet(tmp_path / "posts.parquet")
    names = [f"account_{number:03}" for number in range(60)]
    about = pl.DataFrame({"account": names, "country": ["de", "AT"] * 30})

    found = roster(tmp_path / "posts.parquet", tmp_path / "out", accounts=about, processes=1)

    groups = found.groups()
    asked = Asked(None, day_number(END))
    expected = group_temperatures(found.weather(), conform(about, "accounts"), asked)
    places = groups.select("platform", "country", "size", "kind").rows()
    assert places == [(one.place.platform, one.place.country, one.place.size, one.place.kind) for one in expected]
    assert places[0] == ("instagram", None, None, None)
    assert {("instagram", "DE", None, None), ("instagram", "AT", None, "reel")} <= set(places)
    assert groups["temperature"].to_list() == [one.temperature for one in expected]
    assert groups["accounts"].max() == 60
    assert json.loads((found.folder / "weather.json").read_text("utf-8"))["groups"][0].keys() >= set(groups.columns)


def test_the_page_tells_of_all(whole: Results) -> None:
    """The page of a small roster has every account, and says who stands out beyond chance."""
    page = (whole.folder / "roster.html").read_text(encoding="utf-8")

    assert page.count("<tr class=") == 30
    assert "stand out beyond chance: account_00" in page


def test_mistakes_are_told(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Wrong folders, engines and files are refused with one sentence."""
    posts.write_parquet(tmp_path / "posts.parquet")
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letter.txt").touch()
    pl.DataFrame({"account": ["a"], "likes": [1]}).write_csv(tmp_path / "untimed.csv")
    pl.DataFrame({"account": ["a"], "posted_at": ["soon"]}).write_csv(tmp_path / "unread.csv")

    with pytest.raises(UsageError, match="holds something else"):
        roster(tmp_path / "posts.parquet", foreign)
    with pytest.raises(UsageError, match="choose from local, spark"):
        roster(tmp_path / "posts.parquet", tmp_path / "out", engine="abacus")
    with pytest.raises(UsageError, match="no finished results"):
        roster(tmp_path / "posts.parquet", tmp_path / "out", since_last=True)
    with pytest.raises(UsageError, match="give one kind"):
        roster([tmp_path / "posts.parquet", tmp_path / "untimed.csv"], tmp_path / "out")
    with pytest.raises(UnreadableError, match="posted_at is missing"):
        roster(tmp_path / "untimed.csv", tmp_path / "out")
    with pytest.raises(UnreadableError, match="empty, unreadable or in the future"):
        roster(tmp_path / "unread.csv", tmp_path / "out")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "holds no .parquet, .csv or .duckdb file"),
        ("", "posts.csv: empty or damaged"),
        ("account,posted_at,likes\n", "no row says when a post was made"),
        ("account,posted_at,likes\na,soon,3\n", "no row says when a post was made"),
    ],
)
def test_an_input_without_a_post_is_one_sentence_and_leaves_nothing(
    content: str | None, sentence: str, tmp_path: Path
) -> None:
    """A folder without files, an empty file and a bare header end in what is wrong, and in no folder of results."""
    given = tmp_path / "in"
    given.mkdir()
    if content is not None:
        (given / "posts.csv").write_text(content)

    with pytest.raises((UsageError, UnreadableError), match=sentence):
        roster(given, tmp_path / "out", processes=1)

    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_kill_while_it_clears_away_loses_nothing(
    posts: pl.DataFrame, whole: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is stopped when all is done and only half of the work is cleared away has every account at the next call."""
    posts.write_parquet(tmp_path / "posts.parquet")
    clear = shutil.rmtree

    def half(path: Path, *, ignore_errors: bool = False) -> None:
        if not (path / "judged" / "accounts").exists():
            return clear(path, ignore_errors=ignore_errors)
        clear(path / "judged" / "accounts")
        (path / "ready").unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", half)
    with pytest.raises(KeyboardInterrupt):
        roster(tmp_path / "posts.parquet", tmp_path / "out", processes=1)
    monkeypatch.setattr(shutil, "rmtree", clear)
    found = roster(tmp_path / "posts.parquet", tmp_path / "out", processes=1)

    assert_same(found, whole)
    assert found.state.counts == whole.state.counts


def test_what_is_written_while_a_run_is_at_work_is_new_to_the_next(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Rows that come into a file behind a run's back are judged by the next one with --since-last."""
    path = tmp_path / "posts.parquet"
    posts.write_parquet(path)
    new = posts.filter(pl.col("account") == "account_003").head(3).with_columns(post_id="n" + pl.col("post_id"))

    def tell(stage: str, _done: int, _all: int) -> None:
        if stage == "writing":
            pl.concat([posts, new]).write_parquet(path)

    roster(path, tmp_path / "out", processes=1, tell=tell)
    found = roster(path, tmp_path / "out", since_last=True, processes=1)

    assert found.state.counts.judged_again == 1
    assert found.state.counts.posts == posts.height + 3


@pytest.mark.parametrize("nameless", ["", None])
def test_accounts_that_are_numbers_or_nothing_are_judged(
    posts: pl.DataFrame, whole: Results, tmp_path: Path, nameless: str | None
) -> None:
    """Names that are numbers are names; those without one are one account, in both passes and when they are new."""
    source = tmp_path / "in"
    source.mkdir()
    is_first = pl.col("account") == "account_000"
    numbered = posts.with_columns(account=pl.col("account").str.slice(8).cast(pl.Int64) + 7)
    unnamed = posts.with_columns(account=pl.when(~is_first).then("account").otherwise(pl.lit(nameless)))
    numbered.write_parquet(tmp_path / "numbered.parquet")
    unnamed.write_parquet(source / "1.parquet")

    by_number = roster(tmp_path / "numbered.parquet", tmp_path / "numbers", processes=1)
    roster(source, tmp_path / "out", processes=1)
    more = unnamed.filter(pl.col("account").fill_null("") == "")
    more.head(2).with_columns(post_id="n" + pl.col("post_id")).write_parquet(source / "2.parquet")
    found = roster(source, tmp_path / "out", since_last=True, processes=1)

    assert by_number.accounts().filter("stands_out").collect()["account"].to_list() == ["7", "8"]
    assert found.state.counts.accounts == 30
    assert found.state.counts.judged_again == 1
    row = found.accounts().filter(pl.col("account") == "account").collect()
    assert row.select("posts", "stands_out").row(0) == (92, True)
    assert row["contract"].null_count() == 0


def test_half_published_results_are_no_older_than_their_accounts_say(
    posts: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between two tables, and called with other rows: no account keeps vitals that its rows no longer give."""
    path = tmp_path / "posts.parquet"
    posts.write_parquet(path)
    roster(path, tmp_path / "out", processes=1)
    is_fifth, is_seventh = ((pl.col("account") == name) for name in ("account_005", "account_007"))
    doubled = posts.with_columns(likes=pl.when(is_fifth).then(pl.col("likes") * 2).otherwise("likes"))
    doubled.write_parquet(path)
    move = _publish._move

    def stop_after(source: Path, target: Path, files: list[str]) -> None:
        move(source, target, files)
        raise KeyboardInterrupt

    monkeypatch.setattr(_publish, "_move", stop_after)
    with pytest.raises(KeyboardInterrupt):
        roster(path, tmp_path / "out", since_last=True, processes=1)
    monkeypatch.setattr(_publish, "_move", move)
    doubled.with_columns(likes=pl.when(is_seventh).then(pl.col("likes") * 2).otherwise("likes")).write_parquet(path)

    found = roster(path, tmp_path / "out", since_last=True, processes=1)

    full = roster(path, tmp_path / "full", processes=1)
    assert_frame_equal(tables(found)[1].filter(is_fifth), tables(full)[1].filter(is_fifth), check_exact=True)


def test_readings_are_no_posts(posts: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account of which each post was read every night has as many posts as before, and loses none by it."""
    monkeypatch.setattr(_judge, "MOST_POSTS", 100)
    few = posts.filter(pl.col("account") < "account_004")
    nights = [
        few.with_columns(measured_at=END + timedelta(days=night), likes=pl.col("likes") + night) for night in (0, 1, 2)
    ]
    pl.concat(nights).write_parquet(tmp_path / "posts.parquet")

    found = roster(tmp_path / "posts.parquet", tmp_path / "out", processes=1)

    assert found.state.counts.posts == few.height
    assert found.state.counts.cut == 0
    assert found.accounts().collect()["posts"].to_list() == [90] * 4


def test_the_order_of_rows_that_contradict_each_other_says_nothing(posts: pl.DataFrame, tmp_path: Path) -> None:
    """Two counts of a post at one moment, and readings of it: backwards and shuffled, every field is the same."""
    few = posts.filter(pl.col("account") < "account_006")
    later = few.with_columns(measured_at=END + timedelta(days=1), likes=pl.col("likes") + 5)
    other = later.with_columns(likes=pl.col("likes") * 2, kind=pl.lit("photo"))
    rows = pl.concat([few, later, other])
    orders = {"one": rows, "two": rows.reverse(), "three": rows.sample(fraction=1.0, shuffle=True, seed=8)}
    for name, ordered in orders.items():
        ordered.write_parquet(tmp_path / f"{name}.parquet")

    one, two, three = (roster(tmp_path / f"{name}.parquet", tmp_path / name, processes=1) for name in orders)

    assert_same(two, one)
    assert_same(three, one)
