"""The rules of DESIGN.md sections 2 and 7 that a contract object keeps, said once more in our own words."""

from __future__ import annotations

from math import floor, log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

BORDERS = ((39.5, "high_fever"), (38.5, "fever"), (37.5, "elevated"), (-1.0, "healthy"))
FEVERISH = {"fever", "high_fever"}


def word(degrees: float) -> str:
    return next(name for border, name in BORDERS if degrees >= border)


def broken(found: dict[str, Any]) -> list[str]:
    """Every rule that the object breaks, in a few words; empty where it keeps them all."""
    said = [f"{vital['metric']}/{vital['kind']}: {rule}" for vital in found["vitals"] for rule in _of_vital(vital)]
    return [*said, *_of_headline(found)]


def _of_vital(vital: dict[str, Any]) -> Iterator[str]:
    if vital["verdict"] == "unknown":
        yield from _of_silence(vital)
        return
    p, p_drop = vital["p_value"], vital["p_drop"]
    true = min(42.0, max(36.0, 38.5 - log(52.18 * p, 4)))
    shown = min(true, 38.4) if p_drop < 0.5 else true
    if vital["temperature"] != floor(shown * 10 + 1e-9) / 10:
        yield f"temperature {vital['temperature']} is not {shown} cut to one decimal"
    if vital["verdict"] != word(shown):
        yield f"{shown} is not {vital['verdict']}"
    if vital["capped"] != (shown < true):
        yield "capped"
    if abs(vital["return_period_days"] * p / 7 - 1) > 1e-12:
        yield "return period"
    if vital["verdict"] in FEVERISH and p_drop < 0.5:
        yield "a fever without a drop"
    if vital["verdict"] not in FEVERISH and vital["detectable_percent"] < -60 and not vital["capped"]:
        yield "too noisy to say"
    if vital["reason"] is not None:
        yield "a verdict with a reason for silence"
    yield from _of_numbers(vital)


def _of_silence(vital: dict[str, Any]) -> Iterator[str]:
    if not vital["reason"]:
        yield "unknown without a reason"
    if vital["return_period_days"] is not None and vital["p_value"] is None:
        yield "a return period without p"
    if vital["temperature"] is not None or vital["capped"]:
        yield "unknown with a temperature"
    if (vital["p_value"] is not None) != (vital["reason"] == "too_noisy"):
        yield "p of an unknown"
    if vital["reason"] == "too_noisy":
        if vital["detectable_percent"] >= -60:
            yield "not too noisy"
        yield from _of_numbers(vital)


def _of_numbers(vital: dict[str, Any]) -> Iterator[str]:
    if not 0 < vital["p_value"] <= 1 or not 0 <= vital["p_drop"] <= 1:
        yield "p outside 0 to 1"
    for name, keys in (
        ("change", ("low", "percent", "high")),
        ("normal", ("low", "median", "high")),
        ("long_term", ("low", "percent", "high")),
        ("onset", ("low", "at", "high")),
        ("since", ("low", "percent", "high")),
    ):
        if vital[name] and [vital[name][key] for key in keys] != sorted(vital[name][key] for key in keys):
            yield f"{name} out of order"
    for name in ("change", "long_term", "since"):
        if vital[name] and vital[name]["low"] < -100:
            yield f"{name} below nothing"
    if not -100 <= vital["detectable_percent"] <= 0:
        yield "detectable"
    if vital["change"]["level"] != 0.9 or vital["normal"]["low"] < 0 or vital["recent"]["n"] < 1:
        yield "ranges"


def _of_headline(found: dict[str, Any]) -> Iterator[str]:
    carriers = [vital for vital in found["vitals"] if vital["temperature"] is not None]
    if (found["verdict"] == "unknown") != (not carriers):
        yield "headline unknown beside vitals that are known, or the other way round"
    if not carriers:
        if found["temperature"] is not None or found["finding"] != "cannot_say":
            yield "headline without vitals"
        return
    carrier = min(carriers, key=lambda vital: vital["p_value"])
    p = found["p_value"]
    true = min(42.0, max(36.0, 38.5 - log(52.18 * p, 4)))
    shown = min(true, 38.4) if carrier["p_drop"] < 0.5 else true
    if (found["temperature"], found["verdict"]) != (floor(shown * 10 + 1e-9) / 10, word(shown)):
        yield f"headline {found['temperature']} {found['verdict']} is not {shown}"
    if abs(found["return_period_days"] * p / 7 - 1) > 1e-12:
        yield "return period of the headline"
    # paid for at least one vital and at most all that have a p, as if they were independent
    tests = sum(vital["p_value"] is not None for vital in found["vitals"])
    if not carrier["p_value"] * (1 - 1e-9) <= p <= 1 - (1 - carrier["p_value"]) ** tests + 1e-9:
        yield f"headline p {p} from {carrier['p_value']} of {tests}"
    if [cause["weight"] for cause in found["causes"]] != sorted((c["weight"] for c in found["causes"]), reverse=True):
        yield "causes out of order"
