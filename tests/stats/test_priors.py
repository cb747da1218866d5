"""The priors that are shipped are those of the table in docs/method.md, and the table is what the script derives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fieber.stats.prior import GAIN_SHARES, GAINS, PRIOR

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
SHIPPED = {
    "effect of weekday, sd": PRIOR.weekday,
    "effect of hours, sd": PRIOR.hours,
    "effect of format, sd": PRIOR.format,
    "effect of collaboration, sd": PRIOR.effect,
    "noise scale, median": PRIOR.scatter,
    "worth in posts": PRIOR.scatter_weight,
    "law, worth in posts": PRIOR.law_weight,
    "share that stayed": PRIOR.unchanged,
    "share that fell": PRIOR.fallen,
    "share that rose": PRIOR.risen,
} | {f"share of gain {gain:.1e}": float(share) for gain, share in zip(GAINS, GAIN_SHARES, strict=True)}


def rows() -> dict[str, list[str]]:
    """Cells of the table by the name of the number."""
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    table = text.split("## Population priors")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| ?(.*?) ?\|$", table, re.MULTILINE)
    return {name: cells for name, *cells in lines if cells[0][0].isdigit()}


def test_the_table_says_what_is_shipped() -> None:
    """Every prior that the table names as shipped is the constant in the code."""
    table = rows()

    assert {name: float(table[name][2]) for name in SHIPPED} == pytest.approx(SHIPPED)
    # "law, degrees of freedom" is written into the core: the stand-in of the t law with five
    assert {name for name, cells in table.items() if cells[2]} == {*SHIPPED, "law, degrees of freedom"}
    assert sum(float(cells[2]) for name, cells in table.items() if name.startswith("share of gain")) == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
def test_the_table_is_what_the_script_derives() -> None:
    """Run anew on the same accounts, both halves give the numbers of the table (standard errors aside)."""
    script = ROOT / "scripts" / "derive_priors.py"
    paths = [str(path) for path in sorted(DATA.glob("*.csv.gz"))]
    out = subprocess.run(
        [sys.executable, str(script), "--quick", *paths], capture_output=True, text=True, check=True
    ).stdout

    derived = {
        found[1]: (float(found[2]), float(found[3]))
        for line in out.splitlines()
        if (found := re.match(r"(.+?) {2,}(-?[\d.]+) .*hold-out +(-?[\d.]+)", line))
    }
    for name, (development, rest, _) in rows().items():
        assert derived[name] == pytest.approx((float(development.split()[0]), float(rest)), abs=0.011), name
