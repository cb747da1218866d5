"""docs/targets.md is what its sources say: `make report` writes it anew."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("targets", ROOT / "scripts" / "targets.py")
assert SPEC is not None
assert SPEC.loader is not None
script = importlib.util.module_from_spec(SPEC)
sys.modules["targets"] = script
SPEC.loader.exec_module(script)

FUZZED = {"what": "x", "target": "y", "source": "docs/fuzz.md", "state": "reached"}


def test_the_page_is_up_to_date() -> None:
    """Each figure is where it is said to stand, and the page holds it to the letter."""
    assert (ROOT / "docs" / "targets.md").read_text(encoding="utf-8") == script.page()


def test_every_issue_and_every_target_of_the_trial_is_there() -> None:
    """Issues 1 to 10 have a section each, and no part of the trial is left out."""
    told = tomllib.loads((ROOT / "docs" / "targets.toml").read_text(encoding="utf-8"))

    assert [one["issue"] for one in told["section"]] == list(range(1, 11))
    parts = [part for one in told["section"] for part in one.get("trial", "")]
    assert sorted(parts) == sorted({one["part"] for one in script._trial()["targets"]})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**FUZZED, "quote": "no such words", "reached": "all"}, "does not say"),
        ({**FUZZED, "quote": "600 seconds a reader", "reached": "700 s"}, "700 is in no quote"),
        ({**FUZZED, "source": "docs/nowhere.md", "quote": "x", "reached": "all"}, "there is no docs/nowhere.md"),
        ({**FUZZED, "cell": ["`tidy`", "Colour"]}, "has no table"),
        ({**FUZZED, "by": "benchmarks/nothing.py", "measured": "today", "reached": "1"}, "there is no benchmarks"),
        ({**FUZZED, "quote": "600 seconds a reader", "reached": "all", "state": "missed"}, "must say why"),
        ({**FUZZED, "quote": "600 seconds a reader", "reached": "all", "state": "nearly"}, "is none of"),
    ],
)
def test_a_row_that_nothing_holds_is_refused(row: dict[str, Any], said: str) -> None:
    """A figure that is not in its source, a source that is not there, and a miss without a reason end the report."""
    with pytest.raises(script.StaleError, match=said):
        script.rows_of({"row": [row]}, [])


def test_a_cell_is_judged_by_its_first_number() -> None:
    """A table's cell is read by row and column and held against the limit."""
    row = {**FUZZED, "cell": ["`tidy`", "Slowest, s"]}

    (found,) = script.rows_of({"row": [{**row, "at_most": 5}]}, [])
    assert (found.reached, found.state, found.where) == ("1.0", "reached", "[docs/fuzz.md](fuzz.md)")
    (found,) = script.rows_of({"row": [{**row, "at_most": 0.5, "why": "slow"}]}, [])
    assert (found.state, found.why) == ("missed", "slow")
