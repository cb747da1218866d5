"""The rule before all rules: who is not well is not scored; and what merely sounds so, is."""

from __future__ import annotations

import re

import pytest

from fieber.complaint import understand
from fieber.complaint.distress import _patterns

NOT_WELL = (
    "Ich kann nicht mehr",
    "ich kann das alles nicht mehr, 80% weniger Reichweite",
    "Ich weiß nicht mehr weiter",
    "hab solche Angst vor dem nächsten Post",
    "Ich schlafe seit Wochen kaum noch",
    "Wozu noch leben",
    "Ich will sterben",
    "ich wär lieber tot",
    "Ich möchte nicht mehr aufwachen",
    "mir gehts nicht gut wegen der ganzen Zahlen",
    "Die Zahlen machen mich fertig",
    "Ich geh daran kaputt",
    "ich heule nur noch",
    "hab an suizid gedacht",
    "ich bring mich um wenn das so weitergeht",
    "Ich fühle mich so leer",
    "ohne mich geht es allen besser",
    "I can't anymore",
    "I cant take it anymore",
    "I don't want to live anymore",
    "I want to kill myself",
    "i wanna dissapear",
    "nobody would miss me",
    "I feel so alone with this",
    "It gives me anxiety, only 200 likes",
    "I'm having a breakdown over 5k lost followers",
    "im so depresed because of my views",
    "I am afraid to post",
    "I haven't eaten in two days",
    "I'm crying every day over this",
    "sometimes i think about hurting myself",
    "there is no reason to live",
    "I'm ready to end it all",
    "Meine Reichweite ist weg und ich hab keine Kraft mehr",
)
WELL = (
    "Meine Reichweite stirbt",
    "Ich sterbe vor Lachen über meine 12 Likes",
    "I'm dying 😂 only 12 likes",
    "my reach is dying",
    "killing it with 20k likes",
    "the update killed my views",
    "Der Algorithmus hat mein Reel umgebracht",
    "Ich könnte den Algorithmus umbringen",
    "Ich kann nicht mehr posten, die App stürzt ab",
    "Ich kann meine Insights nicht mehr sehen",
    "I can't post reels anymore",
    "Keine Angst, das sind nur 5 % weniger",
    "Ich bin mit 150.000 Fans eingeschlafen und mit 147.000 aufgewacht",
    "am Ende des Monats hab ich weniger Likes",
    "I would die for 50k likes",
    "people sleep on my content",
    "My hashtags are dead",
    "Die Zahlen sind zum Heulen",
    "my dead dog got 20k likes",
    "the algorithm hates me",
    "I'm still worried about my reach",
    "I'm afraid my reach is down",
    "This reel is to die for",
    "Mein Leben ohne Instagram wäre langweilig",
)


@pytest.mark.parametrize("text", NOT_WELL)
def test_who_is_not_well_is_not_scored(text: str) -> None:
    """A sentence that speaks of the person gives one claim of kind distress and nothing to measure."""
    claims = understand(text)

    assert [claim["kind"] for claim in claims] == ["distress"]
    assert [claims[0][name] for name in ("metric", "value", "unit", "qualifier", "change_pct", "since", "format")] == [
        None
    ] * 7


@pytest.mark.parametrize("text", WELL)
def test_what_only_sounds_so_is_no_distress(text: str) -> None:
    """Idioms and words of decline that speak of the account are not taken for distress."""
    assert understand(text)[0]["kind"] != "distress"


def test_distress_wins_wherever_it_stands() -> None:
    """Distress in the last words of a long text still comes before all numbers in it."""
    text = "Ich hatte immer 50.000 Likes pro Post. " * 200 + "Ich will nicht mehr leben."

    assert [claim["kind"] for claim in understand(text)] == ["distress"]


@pytest.mark.parametrize("text", NOT_WELL)
def test_the_quick_search_hides_no_match(text: str) -> None:
    """Whatever a pattern finds has the letters that are searched for first."""
    for needed, pattern in _patterns():
        if re.search(pattern, text.lower()):
            assert needed in text.lower()
