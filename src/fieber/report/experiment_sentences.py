"""What came out of a trial, in sentences; whether anything did is decided before."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from fieber.model.text import Message

if TYPE_CHECKING:
    from fieber.model.experiment import ExperimentResult
    from fieber.model.text import Value
    from fieber.report.words import Words


def of_the_experiment(result: ExperimentResult | None) -> tuple[tuple[Message, ...], ...]:
    """Give the paragraphs about a trial; none where there is no plan."""
    if result is None:
        return ()
    values: dict[str, Value] = {
        name: getattr(result, name) for name in ("percent", "low", "high", "metric", "made", "planned", "counted")
    }
    title = replace(result.tried, key=f"experiment.title.{result.tried.key.rpartition('.')[2]}")
    return ((title, _outcome(result, values)), _what_was_made(result, values))


def _outcome(result: ExperimentResult, values: dict[str, Value]) -> Message:
    if result.outcome == "no_difference" and result.low is not None and result.high is not None:
        direction = "more" if result.low > 0 else "fewer" if result.high < 0 else None
        # the interval leaves zero out, and the test of the draw is not sure of it
        return Message("experiment.no_difference" if direction is None else f"experiment.leans.{direction}", values)
    if result.outcome != "too_early":
        return Message(f"experiment.{result.outcome}", values)
    if result.made == result.planned:
        return Message("experiment.young")
    return Message(f"experiment.too_early.{result.unit}", values)


def _what_was_made(result: ExperimentResult, values: dict[str, Value]) -> tuple[Message, ...]:
    is_over = result.outcome != "too_early"
    missing = result.planned - result.made
    said = [Message(f"experiment.counted.{result.unit}", values)] if is_over else []
    said += [Message(f"experiment.off_plan.{result.unit}", {"n": result.off_plan})] if result.off_plan else []
    said += [Message(f"experiment.missing.{result.unit}", {"n": missing})] if is_over and missing else []
    return tuple(said)


def experiment_in_words(result: ExperimentResult | None, words: Words) -> dict[str, Any] | None:
    """Give the block of the JSON contract; null where there is no plan."""
    if result is None:
        return None
    told = asdict(result) | {"tried": words.say(result.tried), "until": result.until.isoformat().replace("+00:00", "Z")}
    return told | {"said": [words.join(paragraph) for paragraph in of_the_experiment(result) if paragraph]}
