"""The weather of a roster is taken off where there is one, on dates and posts that are the same with and without."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.checkup.rosters import FIRST, WEEKS

from fieber.trial import weather, weather_summary
from fieber.trial.accounts import histories
from fieber.trial.chance import generator
from fieber.trial.run import Setting, run
from fieber.trial.sizes import QUICK
from fieber.trial.weather import ALONE, TOGETHER, WINDOWS, Roster
from fieber.trial.weather_summary import GAIN, Comparison

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNTS, POSTS = 26, 210
TREATED = 12  # accounts that are treated in these tests; all are peers
WILD = 0.3  # log units a week that all accounts have in common: far more than their own scatter leaves unseen


def write_roster(path: Path, accounts: int) -> Path:
    """Write accounts that post every other day, with one common wandering level and little of their own."""
    random = generator("test", "roster")
    common = np.cumsum(random.normal(0, WILD, WEEKS + 1)) * 0.5
    frames = []
    for number in range(accounts):
        day = np.sort(random.uniform(0, 7 * WEEKS, POSTS))
        logs = 7 + common[(day // 7).astype(int)] + 0.3 * random.normal(size=POSTS)
        frames.append(
            pl.DataFrame(
                {
                    "account": f"name{number:02d}",
                    "platform": "facebook",
                    "posted_at": [FIRST + timedelta(days=float(x)) for x in day],
                    "kind": "photo",
                    "likes": random.poisson(np.exp(logs)),
                }
            )
        )
    pl.concat(frames).write_csv(path)
    return path


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Roster:
    """A roster with strong weather."""
    path = write_roster(tmp_path_factory.mktemp("roster") / "roster.csv", ACCOUNTS)
    (found,) = weather.rosters((path,))
    return found


@pytest.fixture(scope="module")
def frame(roster: Roster) -> pl.DataFrame:
    """Cases of some of its accounts."""
    return weather.judge(roster, 0, TREATED, 2)


@pytest.fixture(scope="module")
def found(frame: pl.DataFrame) -> list[Comparison]:
    """What the peers gain on them."""
    return weather_summary.comparisons(frame, 100)


def test_a_roster_needs_accounts_enough(tmp_path: Path) -> None:
    """Twenty accounts are no roster, and the fingerprint of one hangs on its posts alone."""
    few = write_roster(tmp_path / "few.csv", 20)
    first, again = (write_roster(tmp_path / name, 21) for name in ("one.csv", "two.csv"))

    one, two = weather.rosters((few, first, again))

    assert len(one.codes) == 21
    assert one.content == two.content


def test_a_date_is_judged_both_ways_at_every_factor(frame: pl.DataFrame) -> None:
    """Each date has its six rows, no name is in them, and a larger loss is never told as the smaller one."""
    keys = ["account", "window", "cut"]

    assert set(frame["window"]) == set(WINDOWS)
    assert frame.group_by(*keys).len()["len"].unique().to_list() == [2 * len(weather.FACTORS)]
    assert "name" not in frame.write_csv()
    wide = frame.pivot(on="factor", index=[*keys, "method"], values="step")
    assert (wide["0.5"] < wide["0.7"]).all()
    assert (wide["0.7"] < wide["1.0"]).all()


def test_dates_have_their_history_and_their_window(roster: Roster) -> None:
    """Before a date lie seven weeks and forty posts; after it all the posts of its window have been read."""
    for code in roster.codes[:6]:
        posted = histories(roster.path)[code, "facebook"]["posted"].to_numpy()
        for date in weather.dates(posted_table(posted), code, 5):
            least, days = WINDOWS[date.window]
            assert date.cut >= weather.HISTORY_POSTS
            assert posted[date.cut] >= posted[0] + weather.HISTORY_DAYS
            assert least <= date.after <= len(posted) - date.cut
            if days is not None:
                inside = (posted >= posted[date.cut]) & (posted < posted[date.cut] + days)
                assert date.after == inside.sum()
                assert posted[-1] >= posted[date.cut] + days


def posted_table(posted: np.ndarray) -> pl.DataFrame:
    """The one column that dates are drawn from."""
    return pl.DataFrame({"posted": posted})


def test_strong_weather_lowers_the_error_and_raises_the_power(found: list[Comparison]) -> None:
    """Where accounts rise and fall together, peers halve the error, and a loss is found that was not."""
    assert {(one.window, one.factor) for one in found} == {(window, f) for window in WINDOWS for f in (0.7, 0.5)}
    for one in found:
        error, power = one.figures[GAIN]["RMS error"], one.figures[GAIN]["power"]
        assert one.figures[TOGETHER]["RMS error"].value < 0.5 * one.figures[ALONE]["RMS error"].value
        assert error.value < -2 * (error.se or 0.0)
        # a halving may be found by all either way; 30 % are not, alone
        assert power.value > 0 or (one.factor == 0.5 and one.figures[TOGETHER]["power"].value > 0.9)
        assert one.figures[GAIN]["AUC"].value > 0


def test_a_gain_is_the_difference_and_its_error_is_paired(found: list[Comparison], frame: pl.DataFrame) -> None:
    """Held against itself a way of judging gains nothing, with no error at all."""
    for one in found:
        for name, gain in one.figures[GAIN].items():
            apart = one.figures[TOGETHER][name].value - one.figures[ALONE][name].value
            assert gain.value == pytest.approx(apart)
    alone = frame.filter(pl.col("method") == ALONE)
    twice = pl.concat([alone, alone.with_columns(method=pl.lit(TOGETHER))])
    for one in weather_summary.comparisons(twice, 50):
        assert all((gain.value, gain.se) == (0.0, 0.0) for gain in one.figures[GAIN].values())


def test_figures_are_what_they_say(frame: pl.DataFrame, found: list[Comparison]) -> None:
    """Error, false alarms and coverage are those of the cases themselves."""
    one = next(one for one in found if (one.window, one.factor) == ("30 posts", 0.7))
    own = frame.filter(pl.col("window") == "30 posts", pl.col("method") == TOGETHER)
    ill, well = own.filter(pl.col("factor") == 0.7), own.filter(pl.col("factor") == 1.0)
    error = ill["step"].to_numpy() - np.log(0.7)

    figures = one.figures[TOGETHER]
    assert figures["RMS error"].value == pytest.approx(np.sqrt((error**2).mean()))
    assert figures["false alarms"].value == pytest.approx((well["score"].to_numpy() >= -0.05).mean())
    held = (ill["low"].to_numpy() <= np.log(0.7)) & (np.log(0.7) <= ill["high"].to_numpy())
    assert figures["coverage"].value == pytest.approx(held.mean())
    assert one.cases == ill.height == well.height


def test_rows_hold_both_promises(found: list[Comparison]) -> None:
    """Each window and factor has its rows of error and power, in part w."""
    rows = weather_summary.rows(found)

    assert len(rows) == 3 * len(found)
    assert {row.part for row in rows} == {"w"}
    assert {row.target for row in rows} == {"≤ 0", "≥ 0"}
    assert all(row.reached.se is not None for row in rows)
    assert all(row.inside == "yes" for row in rows if "RMS" in row.what)


def test_without_a_roster_the_part_says_so(tmp_path: Path) -> None:
    """No paths, or no roster in them: a note, and no row."""
    few = write_roster(tmp_path / "few.csv", 4)

    for paths, words in (((), "No --accounts"), ((few,), "21 accounts")):
        results = run(Setting(("weather",), QUICK, paths, tmp_path, lambda _: None))
        assert not results.rows
        assert any(words in note and "part w" in note for note in results.notes)


def test_one_loss_of_many_is_no_weather(roster: Roster) -> None:
    """What is done to the one account stays out of the peers: their weather is the same at every factor."""
    cases = weather.judge(roster, 0, 2, 1).group_by("account", "window", "cut").agg(pl.col("weather"))

    for steps in cases["weather"].to_list():
        # the weights of the account's own level change a little with its own numbers, the others' factor does not
        assert np.ptp(steps) < 0.05
