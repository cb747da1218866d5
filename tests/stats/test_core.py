from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import _core, memory, thermometer
from fieber.stats.memory import Memory
from fieber.stats.prior import PRIOR, Prior
from fieber.stats.scan_price import PRICE, thresholds
from fieber.stats.told import onset, told

if TYPE_CHECKING:
    from types import ModuleType

SOURCE = Path(_core.__file__).parent / "_core.py"
WORLDS = {world.name: world for world in HEALTHY}


def uncompiled() -> ModuleType:
    """The same file, run by Python."""
    spec = importlib.util.spec_from_file_location("fieber.stats._core_uncompiled", SOURCE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["flat", "skewed up", "viral hits", "monthly", "tiny"])
def test_compiled_and_uncompiled_give_the_same_numbers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no compiler the same numbers come out, bit for bit."""
    account = series(patient(WORLDS[name], years=8.0 if name == "monthly" else 1.0, seed=5))
    looks = np.arange(60.0, account.when[-1] + 7, 70.0)
    compiled = thermometer.take(account, looks)
    judged = told(compiled, 10)

    monkeypatch.setattr(memory, "_core", uncompiled())
    slow = thermometer.take(account, looks)
    judged_slowly = told(slow, 10)

    assert slow.counted == compiled.counted
    for field in ("p", "window", "seen", "median", "low", "high", "p_drop", "detectable", "level"):
        np.testing.assert_array_equal(getattr(slow, field), getattr(compiled, field))
    assert judged
    assert judged_slowly == judged
    assert onset(slow, 10, -0.5) == onset(compiled, 10, -0.5)


def test_the_core_knows_every_prior_by_its_name() -> None:
    """Each field of `Prior` is an attribute of the pass with the same value, so none is forgotten or mistaken."""
    names = [field.name for field in fields(Prior) if field.name != "gain_shares"]  # these come with the memory
    told: dict[str, Any] = {name: 1.0 + i for i, name in enumerate(names)}

    run = uncompiled().Pass(Memory(20, 3), replace(PRIOR, **told), PRICE, thresholds())

    assert {name: getattr(run, name) for name in names} == told


def test_the_core_runs_without_cython_installed() -> None:
    """A machine without Cython and without a compiler still takes the temperature."""
    code = f"""
import sys
sys.modules["cython"] = None
import importlib.util
spec = importlib.util.spec_from_file_location("fieber.stats._core", {str(SOURCE)!r})
module = importlib.util.module_from_spec(spec)
sys.modules["fieber.stats._core"] = module
spec.loader.exec_module(module)
import numpy as np
from fieber.simulate.worlds import HEALTHY, patient, series
from fieber.stats import thermometer
course = thermometer.take(series(patient(HEALTHY[0], years=0.5, seed=1)), np.array([150.0]))
assert not hasattr(module, "__pyx_capi__") and 0 < course.p[0] <= 1
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
