"""`bluesky:` against a real AT Protocol network on loopback: tests/sources/atproto/start.sh starts it and runs this."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from fieber.archive import kept, record
from fieber.errors import UnreadableError
from fieber.sources import Visit, read_live
from fieber.sources._protocol import _now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = os.environ.get("FIEBER_ATPROTO", "")


@pytest.fixture(scope="module")
def network() -> Iterator[dict[str, Any]]:
    """The network, and what was really posted on it."""
    if not COMMAND:
        pytest.skip("needs a real AT Protocol network; tests/sources/atproto/start.sh says how to get one")
    run = subprocess.Popen(shlex.split(COMMAND), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdin is not None
    yield json.loads(run.stdout.readline())
    run.stdin.close()
    run.wait(timeout=30)
    run.stdout.close()


@pytest.fixture(autouse=True)
def _asked_there(network: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIEBER_BLUESKY_URL", network["url"])


@pytest.mark.parametrize("name", ["handle", "did"])
def test_what_was_posted_is_read(network: dict[str, Any], name: str) -> None:
    """Own posts, likes, reposts, answers and followers are those that were really made, and no others."""
    reading = read_live(f"bluesky:{network[name]}")

    assert reading.posts.height == network["own"]
    for column in ("likes", "shares", "comments"):
        assert reading.posts[column].sum() == network[column], column
    assert reading.days["followers"].to_list() == [network["followers"]]
    assert set(reading.posts["account"]) == {network["handle"]}
    assert "secretcaption" not in str(reading.posts.rows())


def test_an_unknown_account(network: dict[str, Any]) -> None:
    """A handle that the network does not have is said so."""
    with pytest.raises(UnreadableError, match="knows no such account"):
        read_live("bluesky:nobody.test")


def test_a_history_grows(network: dict[str, Any], tmp_path: Path) -> None:
    """Read and recorded twice, every post has two readings and counts once."""
    for _ in range(2):
        record(read_live(f"bluesky:{network['handle']}", Visit()), tmp_path / "a", now=_now())

    (one,) = kept(tmp_path / "a")
    assert (one.posts, one.readings) == (network["own"], 2 * network["own"])
