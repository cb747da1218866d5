"""The JSON contract of DESIGN.md section 7."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.report import parts, samples

from fieber.report.contract import iso, to_contract

CHECKER = Path(__file__).parents[2].parent / "shared" / "check" / "contract.py"
EVERY = samples.every()
NAMES = (
    *("fieber", "account", "platform", "as_of", "lang", "method", "verdict", "temperature", "return_period_days"),
    *("finding", "compared_with", "coverage", "vitals", "split", "weather", "causes", "abstentions", "claims"),
    *("milestones", "flows", "advice", "caveats"),
)


@pytest.mark.parametrize("name", EVERY)
def test_every_diagnosis_has_all_names(name: str) -> None:
    """Nothing of the contract is missing, and the object is valid JSON without NaN."""
    told = to_contract(EVERY[name], "de")

    assert set(NAMES) <= told.keys()
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_times_are_utc_with_z() -> None:
    """All times end in Z, spans have from and to."""
    told = to_contract(EVERY["C"], "en")

    assert told["as_of"] == "2025-04-10T12:00:00Z"
    assert told["vitals"][0]["onset"] == {
        "at": "2025-03-09T00:00:00Z",
        "low": "2025-03-05T00:00:00Z",
        "high": "2025-03-14T00:00:00Z",
    }
    assert told["coverage"]["pauses"] == [{"from": "2024-08-03T00:00:00Z", "to": "2024-08-19T00:00:00Z"}]


def test_a_time_without_zone_is_utc() -> None:
    """A naive time is UTC already, another zone is turned."""
    naive = parts.AS_OF.replace(tzinfo=None)

    assert iso(naive) == iso(parts.AS_OF) == "2025-04-10T12:00:00Z"


def test_numbers_are_as_measured() -> None:
    """Numbers are handed on unrounded."""
    vital = EVERY["B"].vitals[0]

    told = to_contract(EVERY["B"], "de")["vitals"][0]

    assert told["p_value"] == vital.p_value
    assert told["change"] == {"percent": -31.0, "low": -49.0, "high": -7.0, "level": 0.9}


def test_texts_are_in_the_language_asked_for() -> None:
    """Sentences in the contract are of the language, names are not."""
    german, english = to_contract(EVERY["A"], "de"), to_contract(EVERY["A"], "en")

    assert german["lang"] == "de"
    assert german["advice"][0]["do"].startswith("Nichts Besonderes.")
    assert english["advice"][0]["do"].startswith("Nothing special.")
    assert german["causes"][0]["cause"] == english["causes"][0]["cause"] == "noise"


def test_the_official_checker_finds_nothing() -> None:
    """The checker that judges the project has nothing to say about any of them."""
    if not CHECKER.exists():
        pytest.skip(f"no {CHECKER.name} beside the project")
    lines = "\n".join(json.dumps(to_contract(one, lang)) for one in EVERY.values() for lang in ("de", "en"))

    done = subprocess.run([sys.executable, CHECKER], input=lines, text=True, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout
    assert f"{2 * len(EVERY)} findings, 0 breaches" in done.stdout
