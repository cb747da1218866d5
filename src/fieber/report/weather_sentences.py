"""What the others had, and what is then one's own, in sentences; whose drop it is arrives decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.surroundings import FollowerStep
    from fieber.model.text import Value
    from fieber.report.claim_sentences import Sentences

WITH_A_DROP = frozenset({"everyone", "yours", "both", "real"})


def beside_the_loss(diagnosis: Diagnosis) -> Sentences:
    """Give the loss with and without the weather, where there is a loss and a weather; else nothing."""
    weather = diagnosis.weather
    if weather is None or diagnosis.finding not in WITH_A_DROP:
        return ()
    others = change("weather.others", weather.percent, weather.low, weather.high, n=weather.accounts)
    if weather.own_percent is None or weather.own_low is None or weather.own_high is None:
        return (others,)
    return (others, change("weather.own", weather.own_percent, weather.own_low, weather.own_high))


def change(prefix: str, percent: float, low: float, high: float, *, n: int | None = None) -> Message:
    """Give a change with its interval: `<prefix>.loss`, `.gain`, or `.either` where the interval holds both."""
    direction = "loss" if high < 0 else "gain" if low > 0 else "either"
    values: dict[str, Value] = {"percent": percent, "low": low, "high": high}
    return Message(f"{prefix}.{direction}", values if n is None else {**values, "n": n})


def step_sentence(step: FollowerStep) -> Message:
    """Name one day on which followers fell everywhere at once."""
    values: dict[str, Value] = {"at": step.day, "n": step.fell, "accounts": step.accounts, "size": -step.percent}
    return Message(f"weather.steps.{step.what}", values)
