"""A plan: drawn by chance in pairs, the same for the same seed, without a name, and read back or refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieber.advice.choice import read_choice
from fieber.advice.plan import account_hash, load_plan, plan_for, read_plan
from fieber.advice.schedule import draw_plan, lines_needed, told_from
from fieber.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.advice.plan import Plan

MADE = datetime(2026, 11, 1, 6, tzinfo=UTC)


def drawn(what: str = "hour=19", *, lines: int = 24, seed: int | None = None, zone: str = "Europe/Berlin") -> Plan:
    return draw_plan(
        account_hash("anna_geheim", "instagram"),
        read_choice(what),
        metric="likes",
        zone=zone,
        made=MADE,
        per_week=4.0,
        lines=lines,
        scatter=0.6,
        seed=seed,
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("hour=19", "hour=19"),
        ("Hour = 18-20", "hour=18-20"),
        ("hour=22-2", "hour=22-2"),
        ("weekday=Freitag", "weekday=friday"),
        ("kind=REEL", "kind=reel"),
        ("per_week=3", "per_week=3"),
    ],
)
def test_choices_are_read_and_written(text: str, word: str) -> None:
    """What is typed is understood, and written one way."""
    assert read_choice(text).word == word
    assert read_choice(word).word == word


@pytest.mark.parametrize("text", ["", "hour=25", "hour=7-7", "kind=followers", "weekday=x", "per_week=0", "likes=5"])
def test_other_choices_are_refused_with_the_right_ones(text: str) -> None:
    """Nothing else can be tried, bought followers least of all; the sentence lists what can."""
    with pytest.raises(UsageError, match="weekday=friday") as error:
        read_choice(text)
    assert "weekday=freitag" in error.value.german


def test_hours_over_midnight() -> None:
    """From ten in the evening to two is four hours."""
    assert read_choice("hour=22-2").hours == (22, 23, 0, 1)
    assert read_choice("hour=23").hours == (23,)


def test_each_pair_has_one_of_both() -> None:
    """In every two lines one is as tried, in an order by chance that is not always the same."""
    plan = drawn()
    arms = [line.arm for line in plan.lines]
    pairs = [tuple(arms[i : i + 2]) for i in range(0, len(arms), 2)]

    assert len(plan.lines) == 24
    assert set(pairs) == {("try", "usual"), ("usual", "try")}


def test_the_draw_is_fair() -> None:
    """Over many seeds each line is as tried half of the time."""
    first = [drawn(lines=2, seed=seed).lines[0].arm for seed in range(400)]

    assert abs(first.count("try") / 400 - 0.5) <= 3 * 0.5 / 20


def test_the_same_account_and_day_draw_the_same_plan() -> None:
    """Nobody can draw again until they like it; another seed is another plan, and is told in it."""
    assert drawn() == drawn()
    assert drawn(seed=1) != drawn(seed=2)
    assert drawn(seed=2).seed == 2


def test_days_follow_the_rhythm_and_weekdays_are_kept() -> None:
    """Four posts a week are four lines a week; a trial of Fridays has Fridays, and only where they are drawn."""
    plan, fridays = drawn(lines=28), drawn("weekday=friday", lines=12)

    assert (plan.lines[-1].day - plan.lines[0].day).days == 47
    assert plan.lines[0].day.isoformat() == "2026-11-02"
    assert all((line.day.weekday() == 4) == (line.arm == "try") for line in fridays.lines)


def test_weeks_are_lines_of_a_trial_of_the_rhythm() -> None:
    """A trial of posts a week has a line a week."""
    plan = drawn("per_week=3", lines=12)

    assert plan.unit == "week"
    assert {(b.day - a.day).days for a, b in zip(plan.lines, plan.lines[1:], strict=False)} == {7}


def test_a_plan_is_read_back_and_names_nobody(tmp_path: Path) -> None:
    """What is written is read back the same; the account's name is not in it."""
    plan, file = drawn(), tmp_path / "plan.json"
    file.write_text(plan.to_json(), encoding="utf-8")

    assert load_plan(file) == plan
    assert "anna" not in plan.to_json()
    assert set(json.loads(plan.to_json())) == {
        *("fieber_plan", "account", "try", "metric", "zone", "made", "seed"),
        *("spacing_days", "unit", "tells_percent", "lines"),
    }


def broken(**changed: object) -> str:
    return json.dumps(json.loads(drawn().to_json()) | changed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "no json",
        "[" * 100_000,
        broken(lines=[]),
        broken(lines=[{"line": 1, "block": 1, "do": "try", "day": "2026-11-02"}]),
        broken(lines=[{"line": 1, "block": 1, "do": "buy", "day": "2026-11-02"}]),
        broken(lines=[{"line": 1, "block": 1, "do": "try", "day": "soon"}]),
        broken(zone="Mars/Olympus"),
        broken(metric="followers_gained"),
        broken(made="yesterday"),
        broken(spacing_days=0),
        broken(**{"try": "kind=followers"}),
        broken(seed=None),
    ],
)
def test_bad_plans_get_one_sentence(text: str) -> None:
    """Whatever is not a plan is refused in one sentence that says what to do, in both languages."""
    with pytest.raises(UsageError, match="fieber experiment") as error:
        read_plan(text)
    assert "\n" not in str(error.value)
    assert "fieber experiment" in error.value.german


def test_later_versions_and_missing_files_are_told(tmp_path: Path) -> None:
    """A plan of a later fieber is no broken plan; a file that is not there is named."""
    with pytest.raises(UsageError, match="version 2"):
        read_plan(broken(fieber_plan=2))
    with pytest.raises(UsageError, match=r"nowhere\.json"):
        load_plan(tmp_path / "nowhere.json")


def test_a_plan_is_for_its_account_only() -> None:
    """Another account's plan is refused."""
    plan = drawn()

    assert plan_for(plan, [("berta", "instagram"), ("anna_geheim", "instagram")]) is plan
    with pytest.raises(UsageError, match="another account"):
        plan_for(plan, [("berta", "instagram")])


def test_so_many_lines_tell_so_much() -> None:
    """More lines tell smaller differences, and as many as are needed tell what was asked for."""
    choice = read_choice("kind=reel")

    assert told_from(choice, 100, 0.6) < told_from(choice, 20, 0.6)
    assert told_from(choice, lines_needed(choice, 0.2), 0.2) == pytest.approx(30, abs=2)
