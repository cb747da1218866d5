"""The library's calls: `check`, `fever_curve` and `read` give the same from every kind of table."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.checkup.accounts import START, at, newest, one, steady, vital, with_kinds, with_metrics

import fieber
from fieber.api import Checkup, as_time
from fieber.errors import UsageError
from fieber.model.reading import Reading
from fieber.model.tables import conform

if TYPE_CHECKING:
    from pathlib import Path

ANNA = with_kinds(with_metrics(steady(100), ("reach",)), ("photo", "reel"))
BERT = steady(60, seed=3).with_columns(account=pl.lit("bert"))


def told(posts: Any, **settings: Any) -> dict[str, Any]:
    return one(fieber.check(posts, **settings)).to_dict()


def days(n: int = 400, **columns: Any) -> pl.DataFrame:
    frame = pl.DataFrame({"day": [at(i).date() for i in range(n)], "follows": [40 + (i * 7919) % 11 for i in range(n)]})
    return frame.with_columns(**{name: pl.lit(value) for name, value in columns.items()})


@pytest.mark.parametrize("turn", [pl.DataFrame.lazy, pl.DataFrame.to_pandas, pl.DataFrame.to_arrow])
def test_every_library_gives_the_same(turn: Any) -> None:
    """A lazy frame, a pandas frame and an Arrow table give what the Polars frame gives."""
    assert told(turn(ANNA)) == told(ANNA)
    assert fieber.fever_curve(turn(ANNA)).equals(fieber.fever_curve(ANNA))


def test_numbers_as_floats_and_times_elsewhere_give_the_same() -> None:
    """Counts that became floats and times in another zone do not change the finding."""
    other = ANNA.with_columns(
        pl.col("likes", "reach").cast(pl.Float64), pl.col("posted_at").dt.convert_time_zone("Asia/Tokyo")
    )

    assert told(other.to_pandas()) == told(ANNA)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_rows_does_not_matter(seed: int) -> None:
    """Shuffled rows give the same bytes."""
    shuffled = ANNA.sample(fraction=1.0, shuffle=True, seed=seed)

    assert one(fieber.check(shuffled)).to_json() == one(fieber.check(ANNA)).to_json()
    assert one(fieber.check(shuffled)).to_html() == one(fieber.check(ANNA)).to_html()
    assert fieber.fever_curve(shuffled).equals(fieber.fever_curve(ANNA))


@pytest.mark.parametrize("dropped", [(), ("post_id",)])
def test_posts_of_one_moment_have_one_order(dropped: tuple[str, ...]) -> None:
    """Where only the week of posting is known, row order still does not matter, not even without identity."""
    daily = ANNA.with_columns(pl.col("posted_at").dt.truncate("1w")).drop(dropped)
    shuffled = daily.sample(fraction=1.0, shuffle=True, seed=4)

    assert told(shuffled) == told(daily)


def test_neither_pandas_nor_pyarrow_is_needed() -> None:
    """A check, its page and a curve of a Polars frame import neither pandas nor pyarrow."""
    code = """
import sys
import polars as pl
import fieber
when = pl.datetime_range(pl.datetime(2024, 1, 1), pl.datetime(2024, 3, 1), "1d", eager=True)
posts = pl.DataFrame({"posted_at": when}).with_columns(likes=pl.int_range(pl.len()) % 7 + 100)
assert fieber.check(posts).to_html() and fieber.fever_curve(posts).height
print(sorted({"pandas", "pyarrow"} & set(sys.modules)))
"""

    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True)

    assert done.stdout.strip() == "[]"


def test_only_posted_at_and_one_metric_are_required() -> None:
    """Two columns are enough; what is missing is said vital by vital."""
    found = told(ANNA.select("posted_at", "likes"))

    reasons = {one_vital["metric"]: one_vital["reason"] for one_vital in found["vitals"]}
    assert reasons["likes"] is None
    assert reasons["comments"] == reasons["reach"] == reasons["followers_gained"] == "column_missing"
    assert (found["account"], found["platform"]) == ("account", None)


def test_a_name_can_be_given_to_a_nameless_table() -> None:
    """Where the table has no column `account`, `account=` is its name."""
    assert told(ANNA.drop("account"), account="anna") == told(ANNA)


def test_now_is_the_latest_reading() -> None:
    """Without `as_of`, now is the latest `measured_at` of all accounts; without any, the latest post of all."""
    posts = pl.concat([ANNA.select(BERT.columns), BERT])
    read_at = newest(posts) + timedelta(days=3)
    read = posts.with_columns(measured_at=pl.when(pl.col("account") == "bert").then(read_at))

    without, with_reading = fieber.check(posts), fieber.check(read)

    assert [each.diagnosis.as_of for each in without] == [newest(posts)] * 2  # type: ignore[union-attr]
    assert [each.diagnosis.as_of for each in with_reading] == [read_at] * 2  # type: ignore[union-attr]


def test_now_of_days_alone_is_the_end_of_the_last_day() -> None:
    """With days and no post, now is the first moment after the last day; with nothing at all it is no clock either."""
    nothing = ANNA.clear()

    assert told(nothing, days=days(80))["as_of"] == at(80).isoformat().replace("+00:00", "Z")
    assert told(nothing)["as_of"] == told(nothing)["as_of"] == "1970-01-01T00:00:00Z"


def test_later_posts_are_unseen() -> None:
    """With an earlier `as_of` the finding is that of the shorter history, with the same moment."""
    cut = at(120)
    read = ANNA.with_columns(measured_at=pl.lit(at(300)))

    found = told(read, as_of=cut)

    assert found == told(read.filter(pl.col("posted_at") <= cut), as_of=cut)
    assert found["coverage"]["posts"] == (ANNA["posted_at"] <= cut).sum()
    assert datetime.fromisoformat(found["coverage"]["last"]) <= cut


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2024-03-09", (2024, 3, 9, 0, 0, 0), (2024, 3, 9, 23, 59, 59)),
        (date(2024, 3, 9), (2024, 3, 9, 0, 0, 0), (2024, 3, 9, 23, 59, 59)),
        ("2024-03-09T18:30:00Z", (2024, 3, 9, 18, 30, 0), None),
        ("2024-03-09T18:30:00+02:00", (2024, 3, 9, 16, 30, 0), None),
        (datetime(2024, 3, 9, 18, 30), (2024, 3, 9, 18, 30, 0), None),  # noqa: DTZ001 - a time without zone is the point
        (datetime(2024, 3, 9, 18, 30, tzinfo=timezone(timedelta(hours=2))), (2024, 3, 9, 16, 30, 0), None),
    ],
)
def test_told_times(value: Any, start: tuple[int, ...], end: tuple[int, ...] | None) -> None:
    """A date is its start or, as `as_of`, its end; a time without zone is UTC, another zone is turned."""
    assert as_time(value, "since") == datetime(*start, tzinfo=UTC)  # type: ignore[misc, arg-type]
    assert as_time(value, "as_of", end_of_day=True) == datetime(*(end or start), tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"as_of": "gestern"}, "as_of: 'gestern' is no date; write 2026-03-09"),
        ({"since": "2024-13-01"}, "since: '2024-13-01' is no date; write 2026-03-09"),
        ({"since": "2024-03-09 im Mai"}, "since: .* is no date"),
        ({"lang": "fr"}, "lang: 'fr' is not spoken; choose de or en"),
    ],
)
def test_wrong_settings_say_what_to_do(settings: dict[str, Any], message: str) -> None:
    """A wrong date or language names the argument and what it may be."""
    with pytest.raises(UsageError, match=message):
        fieber.check(ANNA, **settings)


def test_no_time_of_posting() -> None:
    """A table without times names the column that is wanted."""
    with pytest.raises(UsageError, match="posted_at is missing or empty"):
        fieber.check(ANNA.drop("posted_at"))


def test_several_accounts_come_by_name() -> None:
    """Several accounts give one check-up each, by name, each as if it were alone at that moment."""
    now = at(260)
    found = fieber.check(pl.concat([BERT, ANNA.select(BERT.columns)]), as_of=now)

    assert isinstance(found, list)
    assert [each.diagnosis.account for each in found] == ["anna", "bert"]
    assert found[0].to_dict() == told(ANNA.select(BERT.columns), as_of=now)
    assert found[1].to_dict() == told(BERT, as_of=now)


def test_one_name_on_two_platforms_is_two_accounts() -> None:
    """The same name on another platform is another account; a platform nobody told is one of its own."""
    three = pl.concat(
        [BERT, BERT.with_columns(platform=pl.lit("x")), BERT.with_columns(platform=pl.lit(None, pl.String))]
    )

    found = fieber.check(three)

    assert isinstance(found, list)
    assert [each.diagnosis.platform for each in found] == ["instagram", "x", None]
    assert {each.diagnosis.coverage.posts for each in found} == {60}


def test_one_account_can_be_chosen() -> None:
    """With `account=` only that one is checked; now is still that of the whole input."""
    posts = pl.concat([ANNA.select(BERT.columns), BERT])

    found = told(posts, account="bert")

    assert found["account"] == "bert"
    assert found["as_of"] == newest(posts).isoformat().replace("+00:00", "Z")


def test_an_unknown_account_names_nobody() -> None:
    """The error says how many accounts there are, and no name, neither theirs nor the one asked for."""
    with pytest.raises(UsageError, match="none of the 2 in the input") as error:
        fieber.check(pl.concat([ANNA.select(BERT.columns), BERT]), account="carla")

    assert not any(name in str(error.value) for name in ("anna", "bert", "carla"))


def test_identical_rows_are_a_fault() -> None:
    """Rows that are there twice are counted once; rows without a readable time are left out; both are said."""
    timeless = ANNA.head(3).with_columns(posted_at=pl.lit(None, pl.Datetime("us", "UTC")))

    found = told(pl.concat([ANNA, ANNA.head(5), timeless]))

    faults = {fault["kind"]: fault["count"] for fault in found["coverage"]["faults"]}
    assert faults == {"duplicate_rows_dropped": 5, "unreadable_date_dropped": 3}
    assert found["coverage"]["posts"] == ANNA.height
    assert found["vitals"] == told(ANNA)["vitals"]
    assert told(ANNA)["coverage"]["faults"] == []


def test_a_reading_is_taken_as_it_is() -> None:
    """A `Reading` gives what its table gives."""
    assert told(Reading(posts=conform(ANNA, "posts"))) == told(ANNA)


def test_days_belong_to_the_account_of_the_posts() -> None:
    """Days without a column `account` are of the posts' only account, or of the one that was chosen."""
    posts = pl.concat([ANNA.select(BERT.columns), BERT])

    assert vital(fieber.check(ANNA, days=days()), "followers_gained")["normal"] is not None
    assert vital(fieber.check(ANNA, days=days(), account="anna"), "followers_gained")["normal"] is not None
    assert vital(fieber.check(ANNA.drop("account"), days=days(), account="a"), "followers_gained")["normal"] is not None
    assert vital(fieber.check(posts, days=days(), account="bert"), "followers_gained")["normal"] is not None
    assert vital(fieber.check(ANNA, days=days(account="anna")), "followers_gained")["normal"] is not None


def test_days_of_nobody_in_particular() -> None:
    """Beside several accounts, days that do not say whose they are stay by themselves."""
    found = fieber.check(pl.concat([ANNA.select(BERT.columns), BERT]), days=days())

    assert isinstance(found, list)
    assert [each.diagnosis.account for each in found] == ["account", "anna", "bert"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_checkup_shows_itself(lang: Any) -> None:
    """JSON, page, notebook and Markdown come from one check-up, in the language asked for."""
    found = one(fieber.check(ANNA, lang=lang))

    assert json.loads(found.to_json()) == found.to_dict()
    assert found.to_dict()["lang"] == lang
    assert found.to_html().lstrip().lower().startswith("<!doctype html>")
    assert found._repr_html_().startswith('<div class="fieber-nb"')
    assert found.to_markdown().startswith("#")
    assert ("Temperatur" in found.to_markdown()) == (lang == "de")


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing depends on a clock or on chance."""
    assert one(fieber.check(ANNA)).to_json() == one(fieber.check(ANNA.clone())).to_json()


def test_a_file_gives_what_its_table_gives(tmp_path: Path) -> None:
    """`read` and `check` of a CSV, alone or in a list, give the vitals of the frame."""
    path = tmp_path / "anna.csv"
    ANNA.with_columns(pl.col("posted_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(path)

    for source in (path, str(path), [path]):
        assert told(fieber.read(source))["vitals"] == told(ANNA)["vitals"]


def test_a_column_can_be_named_by_hand(tmp_path: Path) -> None:
    """`map` and `account` name what the file does not."""
    path = tmp_path / "export.csv"
    path.write_text("wann;herz\n" + "\n".join(f"{(START + timedelta(days=i)).date()};{90 + i % 9}" for i in range(40)))

    found = told(fieber.read(path, account="carla", map={"posted_at": "wann", "likes": "herz"}))

    assert found["account"] == "carla"
    assert found["vitals"][0]["recent"] is not None


def test_public_names() -> None:
    """`import fieber` gives exactly what it promises, and says so to completion; other names are an error."""
    assert set(fieber.__all__) <= set(dir(fieber))
    assert all(getattr(fieber, name) is not None for name in fieber.__all__)
    assert fieber.Checkup is Checkup
    with pytest.raises(AttributeError, match="has no attribute 'diagnose_me'"):
        fieber.diagnose_me  # noqa: B018 - asking is the test
