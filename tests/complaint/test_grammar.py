"""What the grammar promises on labelled sentences, on any text, and field by field."""

from __future__ import annotations

import importlib.util
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieber.complaint import understand

_SPEC = importlib.util.spec_from_file_location("sentences", Path(__file__).parent / "sentences.py")
assert _SPEC is not None
assert _SPEC.loader is not None
sentences = importlib.util.module_from_spec(_SPEC)
sys.modules["sentences"] = sentences
_SPEC.loader.exec_module(sentences)

AS_OF = datetime(2026, 11, 23, tzinfo=UTC)


def assert_promised(scores: dict[str, float]) -> None:
    assert scores["all"] >= 0.92, scores
    assert scores["kind"] >= 0.97, scores
    assert scores["value"] >= 0.97, scores
    assert scores["wrong_value"] < 0.01, scores


def test_shared_sentences_are_understood() -> None:
    """The sentences of the project's shared folder are understood as promised."""
    if not sentences.SHARED.exists():
        pytest.skip("../shared/complaints is not here")

    assert_promised(sentences.scores(sentences.load(sentences.SHARED)))


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned on", "held out"])
def test_own_sentences_are_understood(held_out: bool) -> None:
    """Our own sentences are understood as promised, those that nobody looked at while tuning too."""
    chosen = [row for row in sentences.load(sentences.OWN) if sentences.is_held_out(row["text"]) == held_out]

    assert len(chosen) > 150
    assert_promised(sentences.scores(chosen))


ROUNDS = ("second", "counterpart", "fourth", "fifth", "sixth", "field")


@pytest.mark.parametrize("name", ROUNDS)
def test_sentences_of_other_rounds_are_understood(name: str) -> None:
    """Sentences of six rounds, each written before the grammar was tuned on it, are understood as promised."""
    assert_promised(sentences.scores(sentences.load(sentences.OWN.with_name(f"{name}_sentences.jsonl"))))


NOT_YET = """meine tiktoks machen im schnitt 25k views
Views 📉📉📉
Fast zwei Drittel weniger Impressionen seit August
Poste ich zu oft?
Meine views sind literally halbiert since the update
We do 3 million impressions a week
I'm losing 20 followers a day
how many reels should I post per week?
asdf qwer zxcv
paar hundert Views, mehr ist nicht drin
Ich hatte immer 100 % mehr Likes als alle anderen, so um die 20.000
normal 50k ❤️ und 1k 💬
mein best performing reel hatte 2M views
50000
Reels: 20k, Fotos: 3k Likes
so 2k likes +/-
Ich hatte am Wochenende nur 50 Likes statt 500
this weekend I only had 50 likes instead of 500
Story-Views fallen"""


@pytest.mark.parametrize("name", ["own", *ROUNDS])
def test_what_is_understood_stays_understood(name: str) -> None:
    """Every field of every label comes out, but for the sentences that are known not to be understood yet."""
    for row in sentences.load(sentences.OWN.with_name(f"{name}_sentences.jsonl")):
        claim = understand(row["text"])[0]
        spoken = row["lang"] in ("de", "en")  # what is neither is told as "und"
        fields = row.keys() - {"text", "note", *(() if spoken else ("lang",))}
        wrong = {field: claim.get(field) for field in fields if not sentences.same(row[field], claim.get(field))}
        assert not wrong or row["text"] in NOT_YET.splitlines(), (row, wrong)


def test_own_sentences_are_half_german_half_english_and_of_every_kind() -> None:
    """No language and no kind is missing from our own sentences."""
    rows = sentences.load(sentences.OWN)

    assert len({row["text"] for row in rows}) == len(rows) >= 320
    assert min(sum(row["lang"] == lang for row in rows) for lang in ("de", "en")) >= 160
    assert len({row["kind"] for row in rows}) == 9


HOSTILE = {
    "a long run of digits": "1" * 10_000,
    "digits and points": "1." * 5_000,
    "thousands without end": "100 " * 2_500,
    "numbers without end": "5k " * 3_300,
    "ranges without end": "5 to " * 2_000,
    "numbers and letters": "k5" * 5_000,
    "one word repeated": "likes " * 1_600,
    "since since": "seit dem " * 1_100,
    "articles": "ein " * 2_500,
    "hundreds": "hundert " * 1_250,
    "one compound": "zweiundzwanzig" * 700,
    "combining marks": "a\u0301\u0302\u0303" * 2_500,
    "words nobody knows": " ".join(f"{chr(97 + i % 26)}qx{chr(97 + i // 26 % 26)}zvl" for i in range(1_250)),
    "nearly distress": "i'm dying haha " * 660,
    "mich": "mich umbring " * 700,
    "pairs": "früher 5k jetzt 3k " * 520,
    "denials": "not 5k " * 1_400,
    "pictures": "😭❤️📉" * 2_500,
    "lone surrogates": "\ud800" * 5_000,
    "nul": "\x00" * 10_000,
    "no blank": "a" * 10_000,
    "hyphens": "a-" * 5_000,
    "right to left": "\u202eabc " * 2_000,
    "phone numbers": "0151 234 567 " * 760,
    "chinese": "我的点赞数下降了" * 1_200,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_no_time(text: str) -> None:
    """Ten kilobytes made to be slow take less than 50 ms (the best of three, for the machine is shared)."""
    understand("seit gestern nur noch 5k likes, i can't sleep")  # tables are made at the first call

    durations = []
    for _ in range(3):
        start = time.process_time()
        claims = understand(text, as_of=AS_OF)
        durations.append(time.process_time() - start)

    assert min(durations) < 0.05
    assert claims


WORDS = """seit since vor ago 1.3. 31.2. 2021 5k 50.000 1,2 Mio % - \u2013 von auf to not nicht keine likes Follower
reel ein a half Drittel twice 10x the dem ich I my my, . ! ? über unter ❤️ 📉 1/0 3/4 ½ ² ٣ hundert million last
letzte week woche ever back in compared mehr als than 29.2. Februar MoM today gestern und and aber"""
PIECES = st.sampled_from([*WORDS.split(), "\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_any_words_in_any_order_give_a_claim(text: str) -> None:
    """Whatever order words come in, there is a claim with all fields, and no date in the future."""
    for claim in understand(text, as_of=AS_OF):
        assert set(sentences.FIELDS) | {"lang", "text", "since_date", "not_understood"} <= set(claim)
        assert claim["text"] == text
        assert (claim["value"] is None) == (claim["unit"] is None) or claim["kind"] in ("other", "verification")
        assert claim["since_date"] is None or claim["since_date"] <= "2026-11-23"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_claim(text: str) -> None:
    """No text of any Unicode is too strange."""
    assert understand(text, as_of=AS_OF)[0]["text"] == text


@pytest.mark.parametrize(
    ("text", "since_date"),
    [
        ("seit zwei Wochen weniger Likes", "2026-11-09"),
        ("reach is down since March", "2026-03-01"),
        ("Seit Anfang Oktober weniger Views", "2026-10-01"),
        ("likes down since mid August", "2026-08-15"),
        ("Reichweite -60 % seit 1.3.", "2026-03-01"),
        ("Seit Ostern weniger Likes", "2026-04-05"),
        ("Ich hatte letzten Sommer immer 60.000 Likes", "2026-06-01"),
        ("likes halved since yesterday", "2026-11-22"),
        ("reach down since Monday", "2026-11-23"),
        ("reach -60% MoM", "2026-10-23"),
        ("vor nem halben Jahr hatte ich noch 5x so viele Views", "2026-05-23"),
        ("I got 5k likes back in 2021", "2021-01-01"),
        ("seit dem 15. September weniger Likes", "2026-09-15"),
        ("likes down since 12 September", "2026-09-12"),
        ("likes down since 3 March 2025", "2025-03-03"),
        ("likes down since the 3rd of March 2024", None),
        ("views down since 1/15", "2026-01-15"),
        ("views down since 3/4", None),
        ("Vor der Pause hatte ich immer 9.000 Views", None),
        ("Seit Monaten weniger Likes", None),
        ("Seit dem Update weniger Likes", None),
    ],
)
def test_since_becomes_a_day_only_where_the_words_name_one(text: str, since_date: str | None) -> None:
    """A phrase of time is resolved against `as_of`; 3/4 could be two days and is neither."""
    claim = understand(text, as_of=AS_OF)[0]

    assert claim["since"] is not None
    if text.endswith("2024"):
        assert claim["since_date"] in (None, "2024-03-03")
    else:
        assert claim["since_date"] == since_date


def test_without_a_day_no_date_is_told() -> None:
    """The clock is never read: without `as_of` there is no date."""
    assert understand("Seit März weniger Likes")[0]["since_date"] is None


def test_two_claims_in_two_sentences_give_two_claims() -> None:
    """What numbers can answer comes first, whatever was said first."""
    claims = understand("Der Algorithmus hasst mich. Meine Reichweite ist um 70 % runter! Ich hatte immer 50k Likes.")

    assert [claim["kind"] for claim in claims] == ["claim_drop", "claim_level", "algorithm"]
    assert [claim["metric"] for claim in claims] == ["reach", "likes", None]


def test_then_and_now_may_stand_in_two_sentences() -> None:
    """A sentence of then and a sentence of now are one claim, not two levels."""
    claims = understand("Früher hatte ich 80k Likes. Jetzt nur noch 20k.")

    assert [(claim["kind"], claim["value"], claim["change_pct"]) for claim in claims] == [("claim_drop", 20000, -75)]


def test_what_was_not_understood_is_said() -> None:
    """Unknown words and numbers that were not used are named as written."""
    claim = understand("Meine Schnurzelwerte bei 45 Knuspern: immer 500 Likes")[0]

    assert claim["value"] == 500
    assert {"Schnurzelwerte", "45", "Knuspern"} <= set(claim["not_understood"])


def test_an_unsure_number_is_null() -> None:
    """2.500 Mio can be two numbers; it is none, and it is named."""
    claim = understand("Ich hab immer 2.500 Mio Views")[0]

    assert claim["value"] is None
    assert claim["unit"] is None
    assert claim["not_understood"] == ["2.500 Mio"]


def test_the_language_may_be_told() -> None:
    """A told language wins over the guess."""
    assert understand("50k likes", lang="de")[0]["lang"] == "de"
    assert understand("50k likes", lang="en")[0]["lang"] == "en"


def test_other_languages_are_not_guessed() -> None:
    """A sentence in French is not understood, all of it."""
    claim = understand("J'ai toujours 50.000 mentions sur toutes mes photos")[0]

    assert (claim["lang"], claim["kind"], claim["value"]) == ("und", "other", None)
    assert "toujours" in claim["not_understood"]


def test_a_year_an_age_and_a_price_are_no_metrics() -> None:
    """Only what counts the metric becomes the value."""
    for text in (
        "Ich bin 28 und hatte 2019 für 300 Euro immer 8.000 Likes",
        "at 28, for $300, I always got 8k likes in 2019",
    ):
        claim = understand(text)[0]

        assert (claim["value"], claim["metric"], claim["qualifier"]) == (8000, "likes", "always")
