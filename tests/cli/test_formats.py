"""`fieber formats`: the list, the steps of one, and what has no reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieber import plugins
from fieber.cli.formats import known_guides
from fieber.readers._unread import UNREAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

    Fieber = Callable[..., Ran]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_list_names_every_reader_and_what_its_exports_lack(fieber: Fieber, lang: str) -> None:
    """Each reader stands there with what it reads, what that gives and lacks, in the language asked for."""
    ran = fieber("formats", "--lang", lang)

    words = " ".join(ran.out.split())
    assert ran.code == 0
    for name, guide in known_guides().items():
        assert name in words
        for form in guide.forms:
            assert form.what.in_language(lang) in words
            assert form.gives.in_language(lang) in words
            assert form.lacks.in_language(lang) in words
    assert all(one.title in words for one in UNREAD)
    assert max(map(len, ran.out.splitlines())) <= 80


def test_layouts_that_nobody_has_seen_are_marked(fieber: Fieber) -> None:
    """A layout known from descriptions only says so in the list, and why in full."""
    listed, full = fieber("formats"), fieber("formats", "tiktok")

    unverified = sum(not form.is_verified for guide in known_guides().values() for form in guide.forms)
    assert listed.out.count("(not verified)") == unverified
    assert "only from descriptions" in " ".join(full.out.split())


@pytest.mark.parametrize("name", ["twitter", "x", "X (Twitter)"])
def test_a_name_shows_the_steps(fieber: Fieber, name: str) -> None:
    """A reader answers to its own name, its title and the other names people have for it."""
    ran = fieber("formats", *name.split())

    assert ran.code == 0
    assert "1. Open Settings" in ran.out
    assert "TikTok" not in ran.out


def test_json_holds_the_same(fieber: Fieber) -> None:
    """As JSON there is one object a reader, with its steps."""
    found = json.loads(fieber("formats", "--format", "json", "--lang", "de").out)

    assert {one["reader"] for one in found} == set(plugins.discover("readers", "READER"))
    assert all(form["steps"] for one in found for form in one["forms"])


@pytest.mark.parametrize(
    ("name", "says"), [("pinterest", "Pinterest has no reader of its own"), ("myspace", "there is no format myspace")]
)
def test_what_cannot_be_read_is_told(fieber: Fieber, name: str, says: str) -> None:
    """A source without a reader is named with what to do instead; an unknown name with those that are known."""
    ran = fieber("formats", name)

    assert ran.code == 2
    assert says in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("lang", ["de", "en"])
def test_platforms_that_can_be_asked_are_named(fieber: Fieber, lang: str) -> None:
    """The list ends with each live source, named as the source itself names its example."""
    words = " ".join(fieber("formats", "--lang", lang).out.split())

    live = plugins.discover("sources", "SOURCE")
    assert live
    assert all(source.example in words for source in live.values())
