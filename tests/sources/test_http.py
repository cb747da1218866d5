"""How platforms are asked: patiently, in small bites, and without a word about tokens."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.sources.conftest import NOW, TOKEN, Platform, Reply

from fieber.errors import UnreadableError
from fieber.sources._http import TRIES, Web
from fieber.sources._problems import LimitedError, Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from fieber.sources import Visit

FINE = Reply({"fine": True})


def web(platform: Platform, visit: Visit) -> Web:
    platform.answers = lambda _: FINE
    return Web("somewhere", platform.url, visit, headers={"Authorization": f"Bearer {TOKEN}"}, secrets=(TOKEN,))


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "7"},
        {"Retry-After": "Fri, 20 Nov 2026 12:00:07 GMT"},
        {"RateLimit-Remaining": "0", "RateLimit-Reset": str(int(NOW.timestamp()) + 7)},
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-20T12:00:07.000Z"},
    ],
    ids=["seconds", "date", "unix", "iso"],
)
def test_a_break_is_taken(platform: Platform, visit: Visit, waits: list[float], headers: dict[str, str]) -> None:
    """Too many questions: the wait that is asked for is waited, in whatever header it stands, and then it goes on."""
    with web(platform, visit) as asked:
        platform.faults = [Reply({}, 429, headers)]

        answer = asked.get("/x")

    assert answer.document == {"fine": True}
    assert waits == [7.0]


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "1500"},
        {"X-Business-Use-Case-Usage": json.dumps({"1": [{"call_count": 100, "estimated_time_to_regain_access": 25}]})},
    ],
    ids=["Retry-After", "Meta"],
)
def test_a_long_break_is_told(platform: Platform, visit: Visit, waits: list[float], headers: dict[str, str]) -> None:
    """A wait beyond patience ends the run with one sentence that says for how long."""
    with web(platform, visit) as asked:
        platform.faults = [Reply({}, 429, headers)]

        with pytest.raises(LimitedError, match=r"^somewhere wants us to wait; run it again in 25 min$"):
            asked.get("/x")

    assert waits == []


def test_use_that_nears_its_end_slows_down(platform: Platform, visit: Visit, waits: list[float]) -> None:
    """At 90 percent of what Meta allows, the next question waits; at 10 percent it does not."""
    with web(platform, visit) as asked:
        for percent in (10, 90, 10):
            usage = {"X-App-Usage": json.dumps({"call_count": percent, "total_time": 1})}
            platform.faults = [replace(FINE, headers=usage)]
            asked.get("/x")

    assert waits == [pytest.approx(20 * 15 / 25)]


def test_problems_of_the_platform_are_tried_again(platform: Platform, visit: Visit, waits: list[float]) -> None:
    """Two server errors, a connection cut in the middle and half a document: the fifth try counts."""
    with web(platform, visit) as asked:
        long = {"much": "x" * 1000}
        platform.faults = [Reply({}, 500), Reply({}, 503), Reply(long, cut=True), Reply(b'{"half":')]

        assert asked.get("/x").document == {"fine": True}

    assert len(platform.seen) == TRIES
    assert waits == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Reply({}, 500), "has a problem of its own (status 500)"),
        (Reply({"much": "x" * 1000}, cut=True), "cannot be reached"),
        (Reply(b"<html>"), "answers with something that is no answer"),
        (Reply({}, 429), "wants us to ask less"),
    ],
    ids=["500", "cut", "html", "429"],
)
def test_what_does_not_end_is_said(platform: Platform, visit: Visit, fault: Reply, sentence: str) -> None:
    """After five tries the run ends with one sentence: what, and what to do."""
    with web(platform, visit) as asked:
        platform.faults = [fault] * TRIES

        with pytest.raises(UnreadableError) as error:
            asked.get("/x")

    assert sentence in str(error.value)
    assert ";" in str(error.value)
    assert error.value.in_language("de") != str(error.value)


def test_no_network_is_said_soon(visit: Visit, waits: list[float]) -> None:
    """Where nobody listens, two tries are enough to say so."""
    with Web("somewhere", "http://127.0.0.1:9", visit) as asked, pytest.raises(UnreadableError, match="cannot be"):
        asked.get("/x")

    assert waits == [1.0]


def test_a_refusal_is_for_the_source(platform: Platform, visit: Visit) -> None:
    """Any other refusal is handed on at once, with its document."""
    with web(platform, visit) as asked:
        platform.faults = [Reply({"error": "no"}, 403)]

        with pytest.raises(Refusal) as refusal:
            asked.get("/x")

    assert (refusal.value.status, refusal.value.document) == (403, {"error": "no"})
    assert len(platform.seen) == 1


def test_a_swollen_answer_is_not_swallowed(platform: Platform, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer beyond all size is no answer."""
    monkeypatch.setattr("fieber.sources._http.LARGEST_ANSWER", 1000)
    with web(platform, visit) as asked:
        platform.faults = [Reply({"much": "x" * 5000})] * TRIES

        with pytest.raises(UnreadableError, match="no answer"):
            asked.get("/x")


def test_the_token_is_nowhere_but_in_its_header(
    platform: Platform, visit: Visit, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the address, not in a log at its loudest, not in an error, not in a raw answer that echoes it."""
    caplog.set_level(logging.DEBUG)
    echo = {"next": f"https://x/y?access_token={TOKEN}&after=1", "other": "https://x/y?access_token=OTHER-TOKEN"}
    kept = replace(visit, keep_raw=tmp_path / "raw", spool=tmp_path / "spool")
    with web(platform, kept) as asked:
        platform.faults = [Reply(echo), Reply({"error": {"message": TOKEN}}, 400)]
        asked.get("/x", {"actor": "somebody"})
        with pytest.raises(Refusal) as refusal:
            asked.get("/y")

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    written = b"".join(path.read_bytes() for path in files)
    assert len(files) == 2
    assert all(asked.headers["authorization"] == f"Bearer {TOKEN}" for asked in platform.seen)
    assert TOKEN not in "".join(asked.whole for asked in platform.seen)
    assert TOKEN not in caplog.text
    assert "somebody" not in caplog.text
    assert TOKEN not in str(refusal.value)
    assert TOKEN.encode() not in written
    assert b"OTHER-TOKEN" not in written
    assert not [path for path in files if path.stat().st_mode & 0o077]


def test_raw_answers_are_kept_as_they_came(platform: Platform, visit: Visit, tmp_path: Path) -> None:
    """Every answer has a file with what was asked, when, and the whole document."""
    with web(platform, replace(visit, keep_raw=tmp_path)) as asked:
        asked.get("/x", {"b": 2, "a": 1})
        asked.get("/x", {"b": 3})

    kept = [json.loads(path.read_text()) for path in sorted((tmp_path / "somewhere").iterdir())]
    assert [one["asked"] for one in kept] == ["/x?a=1&b=2", "/x?b=3"]
    assert kept[0]["document"] == {"fine": True}
    assert kept[0]["at"] == NOW.isoformat()


def test_a_run_goes_on_where_it_stopped(platform: Platform, visit: Visit, tmp_path: Path) -> None:
    """What was answered a short while ago is not asked again, and keeps its moment; old answers are."""
    spooled = replace(visit, spool=tmp_path)
    with web(platform, spooled) as asked:
        asked.get("/x")
    with web(platform, replace(spooled, clock=lambda: NOW + timedelta(hours=1))) as asked:
        again = asked.get("/x")
    assert again.at == NOW
    assert len(platform.seen) == 1

    with web(platform, replace(spooled, clock=lambda: NOW + timedelta(hours=7))) as asked:
        assert asked.get("/x").at == NOW + timedelta(hours=7)
    assert len(platform.seen) == 2
