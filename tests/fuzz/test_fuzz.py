"""A short run of the fuzzer over every reader; `make fuzz` makes the long one."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

from fieber import plugins

SCRIPT = Path(__file__).parents[2] / "scripts" / "fuzz.py"
SECONDS = float(os.environ.get("FIEBER_FUZZ_SECONDS", "20"))
SEED = 1  # the same inputs in every run, so that a red one can be repeated


def fuzz(reader: str, folder: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("fuzz_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.fuzz(reader, SECONDS, SEED, folder)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("reader", sorted(plugins.discover("readers", "READER")))
def test_broken_exports_are_read_or_refused(reader: str, tmp_path: Path) -> None:
    """Whatever is broken in an export: no traceback, no hang over 5 s, no memory over 1 GB, and the rows add up."""
    found = fuzz(reader, tmp_path)

    assert found["findings"] == [], "\n".join(path.read_text() for path in tmp_path.rglob("traceback.txt"))
    assert found["inputs"] >= 20
    assert found["refused"] > 0
