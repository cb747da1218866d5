"""What every live source declares and promises, over all that discovery finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieber import plugins
from fieber.errors import UnreadableError
from fieber.sources import LiveSource, is_live, read_live

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    from fieber.sources import Visit

SOURCES: dict[str, LiveSource] = plugins.discover("sources", "SOURCE")
TARGETS = {
    "bluesky": "anna.example",
    "mastodon": "@anna@example.org",
    "instagram": "me",
    "youtube": "@anna",
}


@pytest.mark.parametrize("name", SOURCES)
def test_terms_are_declared(name: str) -> None:
    """Each says how long its answers may be kept, whether they may be pooled, and where that stands."""
    terms = SOURCES[name].terms

    assert terms.terms_url.startswith("https://")
    assert isinstance(terms.may_pool, bool)
    assert terms.may_store_days is None or terms.may_store_days > 0
    assert is_live(SOURCES[name].example)


def test_youtube_has_limits() -> None:
    """Its developer policies: 30 days, and nothing made of many channels. The others name no such limits."""
    limits = {name: (source.terms.may_store_days, source.terms.may_pool) for name, source in SOURCES.items()}

    assert limits == {
        "bluesky": (None, True),
        "instagram": (None, True),
        "mastodon": (None, True),
        "youtube": (30, False),
    }


@pytest.mark.parametrize("name", SOURCES)
def test_without_network_one_sentence(
    name: str, visit: Visit, fieber: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody answers, each ends with exit code 3 and one sentence in the person's language."""
    monkeypatch.setenv(f"FIEBER_{name.upper()}_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("FIEBER_INSTAGRAM_TOKEN", "token")
    monkeypatch.setenv("FIEBER_YOUTUBE_KEY", "token")
    monkeypatch.setattr("fieber.sources._http.FIRST_BACK_OFF", 0.001)

    ran = fieber("check", f"{name}:{TARGETS[name]}", "--lang", "de")

    assert (ran.code, ran.out) == (3, "")
    assert (
        ran.err
        == f"Fehler: {name} ist gerade nicht erreichbar; versuch es später noch einmal, oder gib fieber einen Export\n"
    )
    with pytest.raises(UnreadableError, match="cannot be reached"):
        read_live(f"{name}:{TARGETS[name]}", visit)


@pytest.mark.parametrize("name", SOURCES)
def test_an_account_has_to_be_named(name: str, fieber: Callable[..., Ran]) -> None:
    """The platform alone is no account; the sentence shows how it is written."""
    ran = fieber("check", f"{name}:")

    assert ran.code == 2
    assert SOURCES[name].example in ran.err


def test_files_are_files(tmp_path: Path) -> None:
    """Paths are no live accounts, whatever colons they have; a file of such a name is read as a file."""
    assert not is_live("posts.csv")
    assert not is_live(r"C:\posts.csv")
    assert not is_live("backup:2026.csv")
    assert is_live("Bluesky:anna.example")


def test_other_platforms_are_told_apart_from_files(fieber: Callable[..., Ran]) -> None:
    """Who names a platform that cannot be asked hears which can, and to give an export."""
    ran = fieber("check", "tiktok:@anna")

    assert ran.code == 2
    assert ran.err == (
        "Error: this platform cannot be asked; only bluesky, instagram, mastodon, youtube can."
        " Of any other give fieber an export\n"
    )
