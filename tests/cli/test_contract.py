"""Every real file and every example that lies beside the checkout gives findings that keep the JSON contract."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"
CONTRACT = SHARED / "check" / "contract.py"
INPUTS = [
    *sorted((SHARED / "data").glob("*.gz")),
    *sorted((SHARED / "data").glob("*.xlsx")),
    *sorted((SHARED / "formats_examples" / "instagram_export").glob("*")),
    *sorted((SHARED / "formats_examples" / "meta_business_suite").glob("*")),
]
ACCOUNTS = {
    "facebook_pages_2016.csv.gz": 73,
    "instagram_state_governments.csv.gz": 14,
    "youtube_candidates_2015.csv.gz": 17,
}

pytestmark = pytest.mark.skipif(
    not CONTRACT.is_file(), reason="the contract's checker does not lie beside this checkout"
)


@pytest.mark.slow
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_contract_is_kept(path: Path) -> None:
    """One object an account, each as the contract says, nothing on standard error but the number of faults."""
    command = [sys.executable, "-m", "fieber", "check", str(path), "--format", "json"]
    ran = subprocess.run(command, capture_output=True, check=False)

    judged = subprocess.run([sys.executable, str(CONTRACT)], input=ran.stdout, capture_output=True, check=False)

    assert ran.returncode == 0, ran.stderr
    assert judged.returncode == 0, judged.stdout[-2000:]
    assert ran.stdout.count(b"\n") == ACCOUNTS.get(path.name, 1)
    assert ran.stderr.count(b"\n") <= 1
