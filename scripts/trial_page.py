"""Puts what a full `fieber trial` found into docs/trial.

    make trial-page                                        # run it (or go on with it) in build/trial, then put it there
    .venv/bin/python scripts/trial_page.py FOLDER          # of a trial that was run elsewhere

It takes report.md, results.json and the pictures that the report names; pictures that none names are removed.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "trial"


def main() -> int:
    """Copy the page; 2 where the folder holds no full trial."""
    if len(sys.argv) != 2:
        print("name the folder of a trial: scripts/trial_page.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    if not (folder / "results.json").is_file():
        print(f"{folder} has no results.json: run fieber trial --accounts PATH… -o {folder} first", file=sys.stderr)
        return 2
    how = json.loads((folder / "results.json").read_text(encoding="utf-8"))["circumstances"]
    if how["sizes"] != "full":
        print(f"{folder} holds a {how['sizes']} trial; the page is for the full one", file=sys.stderr)
        return 2
    put(folder, PAGE)
    print(f"docs/trial is of {how['day']}, commit {how['commit']}")
    return 0


def put(folder: Path, page: Path) -> None:
    """Copy the report, its numbers and its pictures from a trial's folder into that of the page."""
    report = (folder / "report.md").read_text(encoding="utf-8")
    pictures = set(re.findall(r"\]\((\w+\.svg)\)", report))
    page.mkdir(parents=True, exist_ok=True)
    for old in page.glob("*.svg"):
        if old.name not in pictures:
            old.unlink()
    for name in ("report.md", "results.json", *sorted(pictures)):
        shutil.copyfile(folder / name, page / name)


if __name__ == "__main__":
    sys.exit(main())
