"""The call as people write it into a script."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.rosters.many import many_posts

from fieber.rosters import open_results

if TYPE_CHECKING:
    from pathlib import Path


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
