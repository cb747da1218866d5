"""`make audit`: known holes in what fieber stands on, and the licences of all of it.

Asks the advisory database of PyPI with pip-audit, in an environment of its own: it is no part of fieber. What cannot be
asked is said, and is no all-clear. Ends with 1 where a hole is known, with 2 where nobody could be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
PIP_AUDIT = "pip-audit==2.9.0"
LONGEST = 60  # characters of a licence's name; what is longer is its text


def known_holes() -> int:
    """Ask for known holes in the versions of constraints.txt; gives the exit code."""
    command = [str(UV), "tool", "run", PIP_AUDIT, "--requirement", "constraints.txt", "--disable-pip", "--format=json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.stdout.startswith("{"):
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"nobody could be asked, so nothing is known about holes: {reason}", file=sys.stderr)
        return 2
    asked: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    holes = [(one["name"], one["version"], hole) for one in asked for hole in one.get("vulns", ())]
    for name, version, hole in holes:
        print(f"{name} {version}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}")
    unknown = sum("skip_reason" in one for one in asked)
    print(f"{len(holes)} known holes in {len(asked) - unknown} packages")
    if unknown:
        print(f"the advisory database did not answer for {unknown} packages: nothing is known of them", file=sys.stderr)
    return 1 if holes else 2 if unknown else 0


def licences() -> dict[str, list[str]]:
    """Give the packages that are installed here, by the licence that each names."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in distributions():
        told: Any = one.metadata  # a message of the mail package
        classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if "License ::" in line]
        written = (told.get("License") or "").strip().partition("\n")[0]
        short = written if 0 < len(written) <= LONGEST else ""
        name = told.get("License-Expression") or ", ".join(classified) or short or "says nothing"
        found[name].append(f"{told['Name']} {one.version}")
    return dict(found)


def main() -> int:
    """Tell both."""
    code = known_holes()
    for name, packages in sorted(licences().items(), key=lambda pair: -len(pair[1])):
        print(f"\n{name}\n  {', '.join(sorted(packages, key=str.lower))}")
    return code


if __name__ == "__main__":
    sys.exit(main())
