"""The call as people write it into a script, and a folder as they have it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.rosters.many import many_posts

from fieber.rosters import open_results
from fieber.rosters._input import find_posts


def test_a_script_without_a_guard_is_run_once(tmp_path: Path) -> None:
    """A script that calls `fieber.roster` at its top level, with two processes, ends and ran once."""
    many_posts(24).write_parquet(tmp_path / "posts.parquet")
    script = tmp_path / "script.py"
    script.write_text(
        'import fieber\nfrom fieber.rosters import _plan\nprint("begun")\n_plan.ROWS = 500\n'
        'print(fieber.roster("posts.parquet", "out", processes=2).state.counts.accounts)\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.split() == ["begun", "24"], done.stderr
    assert open_results(tmp_path / "out").state.buckets > 1


def test_other_tables_of_a_folder_are_no_faulty_posts(tmp_path: Path) -> None:
    """A folder with a table of days beside the posts has no faults, and the posts of the posts' file."""
    posts = many_posts(24)
    posts.write_csv(tmp_path / "posts.csv")
    (tmp_path / "days.csv").write_text("account,platform,day,followers\naccount_000,instagram,2026-08-01,100\n")
    found, faults = find_posts([tmp_path])
    assert [Path(file).name for file in found.files] == ["posts.csv"]
    assert not faults
