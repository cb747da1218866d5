"""Labelled sentences, and how a grammar is scored on them."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

from fieber.complaint import understand

FIELDS = ("kind", "metric", "value", "unit", "qualifier", "change_pct", "since", "format")
OWN = Path(__file__).parent / "own_sentences.jsonl"
SHARED = Path(__file__).parents[3] / "shared" / "complaints" / "complaints.jsonl"


def load(path: Path) -> list[dict[str, Any]]:
    """Give the labelled sentences of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def is_held_out(text: str) -> bool:
    """Whether a sentence is one of the 40 % that were not looked at while the grammar was tuned."""
    return zlib.crc32(text.encode()) % 5 < 2


def same(said: object, understood: object) -> bool:
    """Whether a label and an answer agree; percentages to one decimal."""
    if isinstance(said, int | float) and isinstance(understood, int | float):
        return abs(said - understood) <= 0.05 + 1e-9
    return said == understood


def scores(sentences: list[dict[str, Any]]) -> dict[str, float]:
    """Give the shares of sentences with everything, the kind, the value right; and with a value that is wrong."""
    right = dict.fromkeys(("all", "kind", "value", "wrong_value"), 0)
    for sentence in sentences:
        claim: dict[str, Any] = dict(understand(sentence["text"])[0])
        value_right = same(sentence["value"], claim["value"])
        right["all"] += all(same(sentence[name], claim[name]) for name in FIELDS)
        right["kind"] += sentence["kind"] == claim["kind"]
        right["value"] += value_right
        right["wrong_value"] += claim["value"] is not None and not value_right
    return {name: count / len(sentences) for name, count in right.items()}
