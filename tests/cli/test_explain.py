"""`fieber explain`: the text about each cause in both languages, and what is near where a name is unknown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieber.causes import PARTS, causes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

    from fieber.causes import Cause

    Run = Callable[..., Ran]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("cause", causes(), ids=lambda cause: cause.name)
def test_each_cause_is_explained(fieber: Run, cause: Cause, lang: str) -> None:
    """Title and the five headings come in this order, on lines that fit, whichever way the name is written."""
    name = cause.name

    told = fieber("explain", name.replace("_", "-"), "--lang", lang)
    same = fieber("explain", name.upper(), "--lang", lang)

    places = [told.out.index(f"\n{part}\n") for part in PARTS[lang]]
    assert (told.code, told.err) == (0, "")
    assert places == sorted(places)
    assert told.out == same.out
    assert told.out.startswith(cause.title[lang])
    assert max(len(line) for line in told.out.splitlines()) <= 88
    assert "##" not in told.out


def test_without_a_name_all_are_listed(fieber: Run) -> None:
    """Every cause stands there with its title, in the language that is spoken."""
    told = fieber("explain", "--lang", "de").out

    for cause in causes():
        assert cause.name in told
        assert " ".join(cause.title["de"].split()) in " ".join(told.split())


@pytest.mark.parametrize(
    ("typed", "near"),
    [("distributoin", "distribution"), ("ups and downs", "noise"), ("das übliche auf", "noise"), ("noises", "noise")],
)
def test_an_unknown_name_lists_what_is_near(fieber: Run, typed: str, near: str) -> None:
    """A slip of the finger, or a title, leads to the name in one sentence."""
    told = fieber("explain", typed)

    assert (told.code, told.out) == (2, "")
    assert near in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_a_name_like_no_other_is_refused(fieber: Run) -> None:
    """Where nothing is near, nothing is guessed, and the whole list is offered."""
    told = fieber("explain", "zzzz", "--lang", "de")

    assert told.code == 2
    assert told.err == "Fehler: explain zzzz: Diese Ursache gibt es nicht; fieber explain zeigt alle\n"


def test_as_json_and_markdown(fieber: Run) -> None:
    """The same text for programs: one object, or the list of all; and as Markdown with its headings."""
    one = json.loads(fieber("explain", "noise", "--format", "json").out)
    every = json.loads(fieber("explain", "--format", "json").out)

    assert one["cause"] == "noise"
    assert [each["cause"] for each in every] == sorted([*(cause.name for cause in causes()), "restriction"])
    assert fieber("explain", "noise", "--format", "md").out == f"# {one['title']}\n\n{one['text']}\n"
    assert fieber("explain", "--format", "md").out.count("\n- `") == len(every) - 1


@pytest.mark.parametrize(("lang", "words"), [("de", ("Artikel 17", "[")), ("en", ("Article 17", "["))])
def test_a_restriction_is_explained_with_a_letter(fieber: Run, lang: str, words: tuple[str, ...]) -> None:
    """Beside the causes stand the rights of a person who is restricted, and the letter with its places to fill in."""
    told = fieber("explain", "restriction", "--lang", lang)

    assert (told.code, told.err) == (0, "")
    assert all(word in told.out for word in words)
    assert "restriction" in fieber("explain", "--lang", lang).out
