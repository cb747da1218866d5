"""`fieber experiment` draws a plan, `fieber check --experiment` evaluates it: every surface, both languages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import fieber as library
from fieber.advice.plan import load_plan
from fieber.api import Checkup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    from fieber.advice.plan import Plan

MADE = datetime(2026, 6, 1, tzinfo=UTC)
READ = datetime(2026, 11, 1, tzinfo=UTC)


def table(at: list[datetime], likes: np.ndarray, kind: list[str], account: str = "anna") -> pl.DataFrame:
    n = len(at)
    columns = {"account": [account] * n, "platform": ["instagram"] * n, "posted_at": at, "likes": likes, "kind": kind}
    schema = {name: pl.Datetime("us", "UTC") for name in ("posted_at", "measured_at")}
    return pl.DataFrame(columns | {"measured_at": [READ] * n}, schema_overrides=schema)


def before(n: int = 120) -> pl.DataFrame:
    random = np.random.default_rng(4)
    at = [MADE - timedelta(days=2 * (n - i), hours=int(random.integers(0, 9))) for i in range(n)]
    return table(at, random.poisson(2000 * np.exp(0.4 * random.normal(size=n))), ["photo", "reel"] * (n // 2))


def after(plan: Plan, factor: float) -> pl.DataFrame:
    random = np.random.default_rng(5)
    is_try = [line.arm == "try" for line in plan.lines]
    at = [datetime.combine(line.day, time(12), UTC) for line in plan.lines]
    likes = random.poisson(2000 * np.where(is_try, factor, 1.0) * np.exp(0.3 * random.normal(size=len(at))))
    return table(at, likes, ["reel" if one else "photo" for one in is_try])


@pytest.fixture
def made(fieber: Callable[..., Ran], tmp_path: Path) -> tuple[Path, Path, Ran]:
    """A trial of Reels: the file with the posts before and after, the plan, and what the command said."""
    past, plan, whole = tmp_path / "past.csv", tmp_path / "plan.json", tmp_path / "posts.csv"
    before().write_csv(past)
    ran = fieber("experiment", past, "--try", "kind=reel", "--posts", 30, "--as-of", "2026-06-01", "-o", plan)
    pl.concat([before(), after(load_plan(plan), 2.0)]).write_csv(whole)
    return whole, plan, ran


def test_the_calendar_can_be_followed(made: tuple[Path, Path, Ran]) -> None:
    """The plan is a file, the calendar is on the screen: a line a post, with the day and what to do."""
    _, plan, ran = made

    assert (ran.code, ran.err) == (0, "")
    rows = [line for line in ran.out.splitlines() if line[:3].strip().isdigit()]
    assert len(rows) == 30
    assert sum(row.endswith("as a reel") for row in rows) == 15
    assert "fieber check FILE --experiment plan.json" in ran.out
    assert "anna" not in plan.read_text(encoding="utf-8")


def test_the_calendar_in_german(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """German days and words; the same seed gives the same plan as JSON."""
    past = tmp_path / "past.csv"
    before().write_csv(past)
    told = ("experiment", past, "--try", "weekday=freitag", "--posts", 12, "--seed", 7, "--zone", "Europe/Berlin")

    german = fieber(*told, "--lang", "de").out
    first, second = (fieber(*told, "--format", "json").out for _ in range(2))

    assert "poste an diesem Freitag" in german
    assert "Das Los hat entschieden" in german
    assert first == second
    assert json.loads(first)["zone"] == "Europe/Berlin"


@pytest.mark.parametrize(
    ("form", "lang", "sentence"),
    [
        ("terminal", "en", "Yes, it helps."),
        ("terminal", "de", "Ja, das hilft."),
        ("md", "de", "## Dein Versuch"),
        ("html", "en", "Your trial: reels in place of other posts."),
        ("json", "de", '"outcome": "helps"'),
    ],
)
def test_the_result_is_on_every_surface(
    made: tuple[Path, Path, Ran], fieber: Callable[..., Ran], form: str, lang: str, sentence: str
) -> None:
    """Terminal, Markdown, page and JSON tell what came out."""
    whole, plan, _ = made

    ran = fieber("check", whole, "--experiment", plan, "--format", form, "--lang", lang)

    assert ran.code == 0
    assert sentence in " ".join(ran.out.split())


def test_the_interval_holds_the_truth(made: tuple[Path, Path, Ran], fieber: Callable[..., Ran]) -> None:
    """Twice as many likes: the contract has the effect with its interval, p, and what was counted."""
    whole, plan, _ = made

    told = json.loads(fieber("check", whole, "--experiment", plan, "--format", "json").out)["experiment"]

    assert told["low"] < 100 < told["high"]
    assert told["p_value"] < 0.01
    assert (told["planned"], told["made"], told["counted"], told["off_plan"]) == (30, 30, 30, 0)


def test_too_early_says_how_many(made: tuple[Path, Path, Ran], fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """After twelve of thirty posts there is no effect, only how many there are."""
    _, plan, _ = made
    some = tmp_path / "some.csv"
    pl.concat([before(), after(load_plan(plan), 3.0).head(12)]).write_csv(some)

    out = fieber("check", some, "--experiment", plan, "--as-of", "2026-07-01").out

    assert "So far there are 12 of 30 posts." in " ".join(out.split())
    assert "Yes, it helps" not in out


def test_another_account_is_refused(made: tuple[Path, Path, Ran], fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """A plan is for the account that it was made for; nothing personal is in the sentence."""
    _, plan, _ = made
    other = tmp_path / "other.csv"
    before().with_columns(account=pl.lit("berta")).write_csv(other)

    ran = fieber("check", other, "--experiment", plan)

    assert ran.code == 2
    assert "another account" in ran.err
    assert "berta" not in ran.err


@pytest.mark.parametrize(
    "wrong",
    [("--try", "hour=99"), ("--try", "kind=reel", "--posts", "1"), ("--try", "kind=reel", "--zone", "Mars/Olympus")],
)
def test_wrong_use_is_one_sentence(fieber: Callable[..., Ran], tmp_path: Path, wrong: tuple[str, ...]) -> None:
    """What cannot be tried is refused with what can."""
    past = tmp_path / "past.csv"
    before().write_csv(past)

    ran = fieber("experiment", past, *wrong)

    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1


def test_a_restriction_leads_to_the_letter(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """Who looked up a restriction after a fall is told to complain first; else it comes after everything."""
    posts = before()
    fallen = posts.with_columns(
        likes=pl.when(pl.int_range(pl.len()) > 84).then(pl.col("likes") // 4).otherwise("likes")
    )
    whole, ill = tmp_path / "well.csv", tmp_path / "ill.csv"
    posts.write_csv(whole)
    fallen.write_csv(ill)

    then = ("--as-of", "2026-06-10", "--format", "json")
    well, told = (
        json.loads(fieber("check", file, "--restriction", "2026-05-03", *then).out)["advice"] for file in (whole, ill)
    )

    assert "fieber letter" in told[0]["do"]
    assert "fieber letter" in well[-1]["do"]
    assert not any("account status" in one["do"] for one in told)


@pytest.mark.parametrize(("lang", "title"), [("de", "Betreff: Einschränkung"), ("en", "Subject: Restriction")])
def test_the_letter_is_printed_and_written(fieber: Callable[..., Ran], tmp_path: Path, lang: str, title: str) -> None:
    """On the screen the rights stand above it; in the file it stands alone."""
    file = tmp_path / "letter.txt"

    whole, rights = fieber("letter", "--lang", lang).out, fieber("letter", "--lang", lang, "-o", file).out

    assert title in whole
    assert title not in rights
    assert title in file.read_text(encoding="utf-8")


def test_in_python() -> None:
    """The library draws and evaluates the same plan."""
    plan = library.plan_experiment(before(), "kind=reel", lines=20, as_of="2026-06-01")

    found = library.check(pl.concat([before(), after(plan, 0.4)]), experiment=plan)

    assert isinstance(found, Checkup)
    assert found.diagnosis.experiment is not None
    assert found.diagnosis.experiment.outcome == "hurts"
