"""`fieber event` and `fieber check --event` as a person types them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two accounts, one of which had a third of its likes in June 2025."""
    random = np.random.default_rng(5)
    lines = ["account,platform,posted_at,likes,measured_at"]
    for name in ("ada", "bo"):
        for i in range(300):
            at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=2 * i, hours=float(random.uniform(0, 24)))
            low = name == "ada" and at.year == 2025 and at.month == 6
            likes = int(900 * np.exp(0.3 * random.normal()) * (0.33 if low else 1))
            lines.append(f"{name},instagram,{at:%Y-%m-%dT%H:%M:%SZ},{likes},2025-11-01T00:00:00Z")
    path = tmp_path_factory.mktemp("event") / "posts.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_it_answers_in_the_terminal(fieber: Callable[..., Ran], fallen: Path) -> None:
    """The account, the answer and what cannot be said, in both languages."""
    english = fieber("event", "--from", "2025-06-01", "--to", "2025-06-30", "--account", "ada", fallen)
    german = fieber("event", "--from", "1.6.2025", "--to", "30.6.2025", "--account", "ada", fallen, "--lang", "de")

    assert (english.code, english.err) == (0, "")
    assert "Yes, it can be seen" in english.out
    assert "Whether others had it too" in " ".join(english.out.split())
    assert "Ja, das sieht man" in german.out


def test_json_is_one_object_an_account(fieber: Callable[..., Ran], fallen: Path) -> None:
    """Several accounts give a line each, by name."""
    ran = fieber("event", "--from", "2025-06-01", "--to", "2025-06-30", fallen, "--format", "json")

    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["account"], one["finding"]) for one in told] == [("ada", "fell"), ("bo", "no_change")]


@pytest.mark.parametrize("ending", ["html", "md", "json", "txt"])
def test_it_writes_files(fieber: Callable[..., Ran], fallen: Path, tmp_path: Path, ending: str) -> None:
    """Each ending gets its form."""
    target = tmp_path / f"event.{ending}"

    ran = fieber("event", "--from", "2025-06-01", fallen, "-o", target)

    assert (ran.code, ran.out) == (0, "")
    assert "ada" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "soon"), "--from: 'soon' is no date"),
        (
            ("--from", "2025-06-30", "--to", "2025-06-01"),
            "--to 2025-06-01 is before --from 2025-06-30; turn them around",
        ),
        ((), "--from"),
    ],
)
def test_mistakes(fieber: Callable[..., Ran], fallen: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """What is typed wrongly is said in one sentence, with exit code 2."""
    ran = fieber("event", *arguments, fallen)

    assert ran.code == 2
    assert sentence in ran.err


def test_own_events_of_a_check(fieber: Callable[..., Ran], fallen: Path) -> None:
    """`--event` can be given again and again, with one day or two, and is told in the person's words."""
    options = ("--event", "2025-06-01", "TV show ended", "--event", "2025-07-01..2025-07-14", "holiday")

    ran = fieber("check", fallen, "--account", "ada", *options, "--format", "json")

    own = [event for event in json.loads(ran.out)["events"] if event["own"]]
    assert [(event["what"], event["to"]) for event in own] == [
        ("TV show ended", None),
        ("holiday", "2025-07-15T00:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2025-06-01",), "--event"),
        (("2025-13-01", "x"), "is no date"),
        (("2025-06-02..2025-06-01", "x"), "before the first"),
        (("2025-06-01", " "), "write what happened"),
    ],
)
def test_mistakes_in_events(
    fieber: Callable[..., Ran], fallen: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """Half an event is refused in one sentence."""
    ran = fieber("check", fallen, "--event", *arguments)

    assert ran.code == 2
    assert sentence in ran.err


def test_too_few_posts_are_not_called_posts_without_numbers(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """One post with likes is too little to tell anything; nothing is left open below it."""
    path = tmp_path / "one.csv"
    path.write_text("posted_at,likes\n2025-05-01,100\n")

    ran = fieber("event", "--from", "2025-05-01", path)

    assert "There are too few posts yet" in ran.out
    assert "What I could not check" not in ran.out


def test_a_roster_of_nobody_else_is_told(fieber: Callable[..., Ran], fallen: Path, tmp_path: Path) -> None:
    """Who gave a roster that does not fit is told so, and is not asked for a roster."""
    roster = tmp_path / "roster.csv"
    roster.write_text("\n".join(line for line in fallen.read_text().splitlines() if not line.startswith("bo,")) + "\n")

    ran = fieber("event", "--from", "2025-06-01", "--account", "ada", fallen, "--roster", roster)

    told = " ".join(ran.out.split())
    assert "In the list of other accounts there is none to compare with" in told
    assert "(--roster) would show it" not in told


def test_formats_tell_only_what_is_known(fieber: Callable[..., Ran], tmp_path: Path) -> None:
    """A format that nobody could compare afterwards has no dash in place of a number."""
    random = np.random.default_rng(8)
    lines = ["posted_at,kind,likes,measured_at"]
    for i in range(260):
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=2 * i)
        kind = "photo" if i % 2 or at >= datetime(2025, 5, 15, tzinfo=UTC) else "reel"
        lines.append(f"{at:%Y-%m-%d},{kind},{int(900 * np.exp(0.3 * random.normal()))},2025-11-01T00:00:00Z")
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(lines) + "\n")

    ran = fieber("event", "--from", "2025-04-15", "--to", "2025-05-14", path)

    assert "reel: " in ran.out
    assert "–" not in ran.out
