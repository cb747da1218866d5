"""What is said of a trial agrees with its interval."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fieber.model.experiment import ExperimentResult
from fieber.model.text import Message
from fieber.report.experiment_sentences import of_the_experiment
from fieber.report.words import Words

TRIED = Message("experiment.tried.kind", {"kind": "reel"})
PLAIN = ExperimentResult(
    "too_early", "kind=reel", "likes", 24, 24, 24, 0, 0, until=datetime(2026, 6, 1, tzinfo=UTC), tried=TRIED
)


@pytest.mark.parametrize(
    ("low", "high", "en", "de"),
    [
        (8.0, 280.0, "It looks like more, but I am not sure.", "Es sieht nach mehr aus, sicher ist es nicht."),
        (-40.0, -2.0, "It looks like fewer, but I am not sure.", "Es sieht nach weniger aus, sicher ist es nicht."),
        (-23.0, 104.0, "There is no sure difference.", "Ein sicherer Unterschied ist nicht da."),
    ],
)
def test_an_interval_beyond_zero_is_not_called_no_difference(low: float, high: float, en: str, de: str) -> None:
    """Where the interval leaves zero out but the draw is not sure, neither is the sentence, and it says which way."""
    found = PLAIN.with_effect("no_difference", percent=(low + high) / 2, low=low, high=high, p_value=0.08)

    said = of_the_experiment(found)[0][1]

    assert Words("en").say(said).startswith(en)
    assert Words("de").say(said).startswith(de)
