"""What every cause promises, over all causes that discovery finds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.causes.accounts import NOW, healthy
from tests.report.readability import flesch_kincaid, wiener_sachtextformel
from tests.report.test_catalogue import BANNED

import fieber
from fieber.causes import LANGUAGES, PARTS, causes
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.causes import Cause
    from fieber.model.diagnosis import Diagnosis

OF_THE_CONTRACT = frozenset(
    {
        "noise",
        "after_viral_hit",
        "season",
        "holiday",
        "weather",
        "format_mix",
        "posting_time",
        "posting_more",
        "pause",
        "slow_decline",
        "young_posts",
        "metric_change",
        "hidden_likes",
        "distribution",
        "content",
        "followers_bought",
        "followers_purged",
        "counter_bug",
        "fewer_collabs",
        "deleted_flops",
        "paid_ended",
        "one_off_event",
        "saturation",
        "usual_churn",
    }
)
PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
HARDEST = 12.0  # school year that a text about a cause may need; a sentence on the page needs less
every_cause = pytest.mark.parametrize("cause", causes(), ids=lambda cause: cause.name)
in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


def sentences(cause: Cause) -> list[dict[str, str]]:
    return [dict(one) for one in (cause.title, cause.evidence, cause.refuted_by)]


def plain(cause: Cause, lang: str) -> str:
    """The text without headings and sources, which are names."""
    body = cause.text(lang).split(f"## {PARTS[lang][-1]}")[0]
    return " ".join(line for line in body.splitlines() if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def short() -> Diagnosis:
    """A check-up of an account with four posts."""
    found = fieber.check(healthy(4), as_of=NOW)
    assert not isinstance(found, list)
    return found.diagnosis


def test_all_causes_of_the_contract_are_there() -> None:
    """Discovery finds a file for every name that the contract has."""
    assert {cause.name for cause in causes()} >= OF_THE_CONTRACT


@every_cause
@in_each_language
def test_its_text_has_five_parts(cause: Cause, lang: str) -> None:
    """The five headings stand in their order, each with something below it, after one sentence that sums it up."""
    summary, *parts = re.split(r"^## ", cause.text(lang), flags=re.MULTILINE)

    assert tuple(part.split("\n", 1)[0] for part in parts) == PARTS[lang]
    assert all(len(part.split("\n", 1)[1].strip()) > 20 for part in parts)
    assert summary.strip().endswith(".")


@every_cause
def test_both_languages_say_the_same(cause: Cause) -> None:
    """Each sentence is there in both languages, with the same places."""
    for said in sentences(cause):
        assert set(said) == set(LANGUAGES)
        assert set(PLACE.findall(said["de"])) == set(PLACE.findall(said["en"]))


@every_cause
@in_each_language
def test_its_words_are_ours(cause: Cause, lang: str) -> None:
    """No word of the clinic, of blame or of alarm, no shouting, no long dash, and German says du."""
    banned = re.compile(BANNED[lang], re.IGNORECASE)
    told = [cause.text(lang), *(said[lang] for said in sentences(cause))]

    for text in told:
        assert not banned.search(text.split(f"## {PARTS[lang][-1]}")[0])
        assert not re.search(r"!| \N{EN DASH} |\N{EM DASH}| (%|°C)", text.split(f"## {PARTS[lang][-1]}")[0]) or (
            lang == "en" and "!" not in text
        )
        assert lang == "en" or not re.search(r"\b(Ihre?[nrms]?|Ihnen)\b", text)


@every_cause
def test_its_text_is_easy(cause: Cause) -> None:
    """A text needs no more than a good school education, in both languages."""
    assert wiener_sachtextformel(plain(cause, "de")) < HARDEST
    assert flesch_kincaid(plain(cause, "en")) < HARDEST


@every_cause
def test_it_abstains_on_too_little(cause: Cause, short: Diagnosis) -> None:
    """Of four posts no cause says anything, and each says why."""
    silent = {one.cause: one for one in short.abstentions}

    assert not short.causes
    assert cause.name in silent
    assert silent[cause.name].reason


@every_cause
@in_each_language
def test_what_it_says_can_be_written(cause: Cause, lang: str) -> None:
    """Title and what would refute it are sentences of the language, whatever the numbers."""
    words = Words(lang, as_of=datetime(2026, 9, 1, tzinfo=UTC))

    assert words.say(cause.sentence("title", {}))
    assert words.say(cause.sentence("refuted_by", {})).endswith(".")
