"""`fieber claim`: only the answer, in every form, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

SENTENCE = "I always have 50,000 likes"


def test_the_answer_begins_with_the_sentence(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """The sentence is quoted first, then answered; temperature and picture are not there."""
    ran = fieber("claim", SENTENCE, posts_csv)

    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.startswith(f"“{SENTENCE}”\nadam.steady\n\nIn the data that I have")
    assert "Your best values:" in ran.out
    assert "°C" not in ran.out


def test_json_is_that_of_check(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """JSON is the whole contract, with the sentence and its answer at its head."""
    short = fieber("claim", SENTENCE, posts_csv, "--format", "json")
    whole = fieber("check", posts_csv, "--complaint", SENTENCE, "--format", "json")

    assert short.out == whole.out
    assert list(json.loads(short.out))[:2] == ["complaint", "answer"]


def test_markdown_escapes_the_sentence(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """The person's own words are not Markdown, quoted or not understood."""
    ran = fieber("claim", "I always get 50,000 likes *and* <b>qwxz</b> [x](y)", posts_csv, "--format", "md")

    assert ran.out.startswith("> “I always get 50,000 likes")
    assert "*and*" not in ran.out.replace("\\*", "")
    assert "<b>" not in ran.out.replace("\\<", "").replace("\\>", "")


def test_every_account_is_answered(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """Several accounts get an answer each; the list of check has the sentence above it once."""
    ran = fieber("claim", SENTENCE, two_csv)
    listed = fieber("check", two_csv, "--complaint", SENTENCE)

    assert ran.out.count(SENTENCE) == 2
    assert listed.out.startswith(f"“{SENTENCE}”\n\n")
    assert listed.out.count(SENTENCE) == 1


def test_the_page_of_several_begins_with_the_person(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """Where the sentence is about the person, the help lines stand once, before all accounts, in every form."""
    page = fieber("check", two_csv, "--complaint", "I can't sleep because of my numbers", "--format", "html").out
    shown = fieber("check", two_csv, "--complaint", "I can't sleep because of my numbers").out

    assert page.count("116 123") == shown.count("116 123") == 2  # two countries have this number
    assert page.index("116 123") < page.index("adam.steady</bdi>")
    assert shown.index("116 123") < shown.index("adam.steady")


def test_distress_gets_no_numbers(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """The short answer to a sentence about the person is only about the person."""
    ran = fieber("claim", "Ich kann nicht mehr", posts_csv, "--lang", "de")

    assert ran.out.startswith("Das klingt, als ginge es dir gerade nicht gut.")
    assert "0800 1110111" in ran.out
    assert "Likes" not in ran.out
    assert "adam.steady" not in ran.out


@pytest.mark.parametrize("sentence", ["", "   "])
def test_an_empty_sentence_is_refused(fieber: Callable[..., Ran], posts_csv: Path, sentence: str) -> None:
    """Without a sentence there is nothing to answer: wrong use, exit code 2."""
    ran = fieber("claim", sentence, posts_csv)

    assert ran.code == 2
    assert "the sentence is empty" in ran.err


def test_fail_on_works_as_with_check(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """The exit code follows the verdict of the account, not the sentence."""
    ran = fieber("claim", SENTENCE, two_csv, "--fail-on", "elevated")

    assert ran.code == 1


@pytest.mark.parametrize("sentence", ["I fell below 100k", "asdf qwer", "I want to be verified"])
def test_a_drop_that_nobody_asked_about_is_not_told(fieber: Callable[..., Ran], two_csv: Path, sentence: str) -> None:
    """Alone, the answer to another question never says "the drop": nothing beside it would tell which one."""
    ran = fieber("claim", sentence, two_csv, "--account", "zoe.falls")

    assert "The drop is real" not in ran.out


def test_a_drop_that_was_asked_about_is_told(fieber: Callable[..., Ran], two_csv: Path) -> None:
    """A sentence about a drop hears whether it is real."""
    assert "The drop is real" in fieber("claim", "my likes are down", two_csv, "--account", "zoe.falls").out


def test_how_much_is_only_spoken_of_where_it_was_said(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """A loss of followers without a number is not answered with "really that much"."""
    assert "Whether that is so, I cannot say yet." in fieber("claim", "I lose followers every day", posts_csv).out
    assert "really that much" in fieber("claim", "my reach is down 70%", posts_csv).out


def test_a_second_sentence_is_named_by_what_it_asks(fieber: Callable[..., Ran], posts_csv: Path) -> None:
    """What follows a question about the algorithm is not about "that number"."""
    ran = fieber("claim", "Meine Likes sind tot. Der Algorithmus hasst mich", posts_csv, "--lang", "de")

    assert "Und ob deine Posts seltener gezeigt werden:" in " ".join(ran.out.split())
    assert "Diese Zahl" not in ran.out
