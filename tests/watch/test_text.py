"""News in words: every kind in both languages, what is stated of false alarms, and the same as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.report.readability import flesch_kincaid, wiener_sachtextformel
from tests.watch.nights import accounts, best, crossing, fell, group, night, seen

from fieber.model.groups import Place
from fieber.model.news import Fever, Night
from fieber.report.terminal import Screen
from fieber.report.watch_text import subject, to_json, to_text
from fieber.watch._find import news_of
from fieber.watch._state import State

SCREEN = Screen(80, "utf-8", colour=False)


def all_kinds() -> Night:
    """Give a night with one of everything."""
    ill = accounts({"anna\n\x1b[31m": 1e-7, "bert": 1e-6})
    ill = ill.vstack(accounts({"cleo": 1e-7, "dora": 1e-7}, finding="everyone", healthy=0))
    groups = (
        group(Place("instagram"), 1e-4),
        group(Place("instagram", "DE", "nano", "reel"), 1e-6, 1e-8, is_where=True),
    )
    told, _ = news_of(
        seen(
            0,
            accounts=ill,
            groups=groups,
            fell=(fell(night(0).date()),),
            crossed=(crossing(), crossing(2_500, side="above", account="emil")),
            best=best({"fred": 1e-8}),
        ),
        State(),
    )
    return told


def test_what_came_with_others_is_not_called_rare() -> None:
    """How often a fever would come is said only of one that would have been told by itself; of another, why it was."""
    told = all_kinds()
    fever, *_ = (one for one in told.news if isinstance(one, Fever))
    often = replace(fever, every_days=told.quiet_days / 2)

    alone, beside = (to_text(replace(told, news=(one,)), "de", SCREEN) for one in (fever, often))

    assert "Wäre alles wie immer, käme so eine Nachricht" in " ".join(alone.split())
    assert "Nachricht, zusammen mit den anderen der letzten vier Wochen schon." in " ".join(beside.split())
    assert "käme so eine" not in beside


def test_every_kind_has_its_words() -> None:
    """Names, numbers and places of all nine pieces, in German and in English."""
    german, english = (" ".join(to_text(all_kinds(), lang, SCREEN).split()) for lang in ("de", "en"))

    for words in (
        "anna [31m (Instagram) hat Fieber: über 40 °C",
        "Seit etwa dem 10. Februar sind es 44 % weniger Likes (sehr wahrscheinlich zwischen 25 und 58 %)",
        "Dazu haben 2 Accounts Fieber, weil es gerade fast alle trifft.",
        "Instagram: Reels, Nano-Accounts, Deutschland: 18 % weniger als bei den anderen",
        "anna (Instagram) ist unter 100.000 Follower gefallen: jetzt 99.980, beim letzten Mal 100.030.",
        "emil (Instagram) hat 2.500 Follower erreicht",
        "Ein Grund anzurufen: fred (TikTok)",
        "käme ein- bis zweimal im Jahr ein Fieber, das nur Zufall ist",
        "im Schnitt höchstens 10 %",
    ):
        assert words in german.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("bert (Instagram) has a fever", "Reels, nano accounts, Germany", "A reason to call: fred"):
        assert words.lower() in english.lower()
    assert "\x1b" not in german


def test_the_first_night_has_no_last_time() -> None:
    """Only from the second night on is there something since when it is new."""
    first, state = news_of(seen(0, {"anna": 1e-7}), State())
    second, _ = news_of(seen(1, {"anna": 1e-7, "bert": 1e-7}), state)

    german = [to_text(one, "de", SCREEN).split("\n")[0] for one in (first, second)]
    english = [to_text(one, "en", SCREEN).split("\n")[0] for one in (first, second)]

    assert [one.partition(",")[0] for one in german] == ["Zum ersten Mal angesehen", "Neu seit dem letzten Mal"]
    assert [one.partition(",")[0] for one in english] == ["The first look", "New since last time"]


def test_the_subject_names_nobody() -> None:
    """What stands on a locked screen is a number."""
    told = all_kinds()

    assert subject(told, "de") == f"fieber: {len(told.news)} Nachrichten"
    assert subject(Night(told.as_of, 1, 0.1, 28, 280.0, told.news[:1]), "en") == "fieber: one message"


def test_json_has_every_field_and_an_id_of_its_own() -> None:
    """Kinds, fields without boxes in boxes, sentences; the id is the same for the same news, another for others."""
    told = all_kinds()
    number, document = to_json(told, "en")
    found = json.loads(document)

    assert [one["what"] for one in found["news"]] == [
        *(
            "weather",
            "group",
            "followers_fell",
            "fever",
            "fever",
            "shared_fever",
            "milestone",
            "milestone",
            "best_month",
        )
    ]
    assert all(one["sentence"] for one in found["news"])
    assert found["news"][1]["country"] == "DE"
    assert found["news"][2]["step"] == "followers_purged"
    assert found["false_alarms"] == {"share": 0.1, "window_days": 28, "quiet_days": pytest.approx(252)}
    assert found["id"] == number == to_json(told, "en")[0]
    assert to_json(Night(told.as_of, 1, 0.1, 28, 280.0, told.news[:1]), "en")[0] != number


@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_news_are_easy_to_read(lang: str, measure: object) -> None:
    """They need at most eight years of school."""
    assert measure(to_text(all_kinds(), lang, SCREEN)) <= 8  # type: ignore[operator]
