"""`fieber explain`: causes and explainers in both languages, filled from an export; what is near an unknown name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieber.causes import PARTS, causes
from fieber.explainers import explainers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
    [("distributoin", "distribution"), ("the usual upps", "noise"), ("das übliche auf", "noise"), ("noises", "noise")],
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
    assert told.err == "Fehler: explain zzzz: Dazu gibt es keine Erklärung; fieber explain zeigt alle\n"


def test_as_json_and_markdown(fieber: Run) -> None:
    """The same text for programs: one object, or the list of all; and as Markdown with its headings."""
    one = json.loads(fieber("explain", "noise", "--format", "json").out)
    every = json.loads(fieber("explain", "--format", "json").out)

    assert one["cause"] == "noise"
    named = {kind: [each[kind] for each in every if kind in each] for kind in ("cause", "explainer", "right")}
    assert named["cause"] == [cause.name for cause in causes()]
    assert named["explainer"] == [explainer.name for explainer in explainers()]
    assert named["right"] == ["restriction"]
    assert fieber("explain", "noise", "--format", "md").out == f"# {one['title']}\n\n{one['text']}\n"
    assert fieber("explain", "--format", "md").out.count("\n- `") == len(every) - 1


@pytest.mark.parametrize(("lang", "words"), [("de", ("Artikel 17", "[")), ("en", ("Article 17", "["))])
def test_a_restriction_is_explained_with_a_letter(fieber: Run, lang: str, words: tuple[str, ...]) -> None:
    """Beside the causes stand the rights of a person who is restricted, and the letter with its places to fill in."""
    told = fieber("explain", "restriction", "--lang", lang)

    assert (told.code, told.err) == (0, "")
    assert all(word in told.out for word in words)
    assert "restriction" in fieber("explain", "--lang", lang).out


@pytest.mark.parametrize("typed", ["shadowban", "SHADOWBAN", "Bin ich im Shadowban?", "am I shadowbanned"])
def test_an_explainer_is_found_by_name_title_or_question(fieber: Run, typed: str) -> None:
    """Whoever asks in their own words gets the same answer, on lines that fit, with its sources."""
    told = fieber("explain", typed, "--lang", "de")

    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Bin ich im Shadowban?\n\nInstagram kann Posts")
    assert "https://creators.instagram.com/" in told.out
    assert "##" not in told.out
    assert max(len(line) for line in told.out.splitlines() if "https://" not in line) <= 88


def test_an_export_fills_it(fieber: Run, posts_csv: Path) -> None:
    """With an export the account's own numbers stand in it; for a cause, what speaks for it there."""
    filled = json.loads(fieber("explain", "ups-and-downs", posts_csv, "--format", "json").out)
    cause = json.loads(fieber("explain", "noise", posts_csv, "--format", "json").out)
    unseen = json.loads(fieber("explain", "pause", posts_csv, "--format", "json", "--lang", "de").out)

    assert filled["yours"][0].startswith("Your usual post has 1,")
    assert "36." in " ".join(filled["yours"])
    assert cause["yours"]
    assert unseen["yours"] == ["Dafür spricht in deinen Zahlen nichts, oder es fehlt, woran man es sähe."]


def test_of_several_accounts_one_is_named(fieber: Run, two_csv: Path) -> None:
    """An export of several accounts needs a name, and then the numbers are of that account."""
    told = fieber("explain", "ups_and_downs", two_csv)
    one = fieber("explain", "ups_and_downs", two_csv, "--account", "zoe.falls")

    assert (told.code, told.out) == (2, "")
    assert told.err == "Error: there are 2 accounts in this; name one with --account\n"
    assert (one.code, one.err) == (0, "")
    assert "Your account has a fever" in " ".join(one.out.split())


def test_a_wrong_name_is_told_before_anything_is_read(fieber: Run, tmp_path: Path) -> None:
    """The slip of the finger is named, not the file that is not there."""
    told = fieber("explain", "shadowbahn", tmp_path / "none.csv")

    assert told.code == 2
    assert "near it: shadowban" in told.err


def test_a_question_is_held_against_the_record(fieber: Run, posts_csv: Path) -> None:
    """Who asks in a sentence with a number hears how often that number was reached."""
    told = fieber("explain", "I always have 1,200 likes", posts_csv, "--format", "json")

    assert json.loads(told.out)["explainer"] == "remembering_the_best"
    assert "The 1,200 were real:" in " ".join(json.loads(told.out)["yours"])


def test_others_to_compare_with(fieber: Run, posts_csv: Path, tmp_path: Path) -> None:
    """With a roster it is said how the others are doing; without one, that this is not known."""
    lines = posts_csv.read_text().splitlines()
    others = tmp_path / "others.csv"
    rows = [line.replace("adam.steady", f"other{number}") for number in range(25) for line in lines[1:]]
    others.write_text("\n".join([lines[0], *rows]) + "\n")

    alone = json.loads(fieber("explain", "algorithm-update", posts_csv, "--format", "json").out)
    beside = json.loads(fieber("explain", "algorithm-update", posts_csv, "--roster", others, "--format", "json").out)

    assert alone["yours"][0].startswith("I have no other accounts")
    assert beside["yours"][0].startswith("Among 25 other accounts")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_distress_is_answered_by_people(fieber: Run, posts_csv: Path, lang: str) -> None:
    """A question that speaks of the person gets help lines, and nothing is explained or measured."""
    question = {"de": "Ich kann nicht mehr, bin ich im Shadowban?", "en": "I can't go on, am I shadowbanned?"}[lang]

    told = fieber("explain", question, posts_csv, "--lang", lang)

    assert told.code == 0
    assert {"de": "0800 1110111", "en": "116 123"}[lang] in told.out
    assert "Instagram" not in told.out
    assert "°C" not in told.out
