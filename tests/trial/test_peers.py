"""Every peer sees a large loss, and those with a textbook answer give it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fieber.errors import UsageError
from fieber.trial.accounts import Case
from fieber.trial.chance import generator
from fieber.trial.peers import _environments, _pieces, absent, peers

if TYPE_CHECKING:
    from pathlib import Path

LOCAL = sorted(name for name, peer in peers().items() if peer.environment is None)


def case(factor: float, number: int = 0) -> Case:
    """An account of constant level and two formats, the last 30 posts at `factor`."""
    random = generator("test", "peers", number)
    kinds = random.integers(0, 2, 330)
    days = np.cumsum(random.exponential(0.7, 330))
    logs = 7 + 0.4 * kinds + 0.5 * random.normal(size=330)
    logs[-30:] += np.log(factor)
    return Case(np.rint(np.exp(logs)).astype(np.int64), days, kinds, 30, 300, factor)


@pytest.mark.parametrize("name", LOCAL)
def test_a_large_loss_scores_higher_than_none(name: str) -> None:
    """The score of ×0.3 is above that of the untouched account, and the change it names is a loss."""
    peer = peers()[name]
    if absent(peer):
        pytest.skip(absent(peer) or "")

    lost, untouched = peer.judge(case(0.3)), peer.judge(case(1.0))

    assert lost.alarm
    assert lost.score > untouched.score
    assert lost.percent is None or -85 < lost.percent < -50


@pytest.mark.parametrize("name", ["Mann-Whitney", "Mann-Whitney, adjusted", "t-test on logs"])
def test_a_test_errs_as_often_as_it_says(name: str) -> None:
    """On independent posts without a change the false alarms are about 5 %."""
    alarms = np.mean([peers()[name].judge(case(1.0, number)).alarm for number in range(400)])

    assert abs(alarms - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 400)


def test_rank_test_agrees_with_scipy() -> None:
    """The deviate with ties gives scipy's one-sided p."""
    stats = pytest.importorskip("scipy.stats", reason="scipy comes with the extra trial")
    random = generator("test", "ranks")
    before, after = random.integers(0, 9, 200).astype(float), random.integers(0, 8, 30).astype(float)

    told = stats.mannwhitneyu(after, before, alternative="less", use_continuity=False, method="asymptotic").pvalue

    assert _pieces.normal_tail(_pieces.rank_z(before, after)) == pytest.approx(told)
    assert _pieces.rank_z(np.ones(5), np.ones(5)) == 0.0


def test_adjustment_takes_the_formats_out() -> None:
    """What is left after the adjustment no longer differs between formats, and looks at the history alone."""
    one = case(1.0)
    other = replace(one, values=np.concatenate([one.values[:-30], np.ones(30, dtype=np.int64)]))

    left = _pieces.adjusted(one)[:-30]

    assert abs(left[one.kinds[:-30] == 1].mean() - left[one.kinds[:-30] == 0].mean()) < 0.05
    assert np.array_equal(left, _pieces.adjusted(other)[:-30])


def test_each_peer_says_how_it_is_used() -> None:
    """Every peer has a sentence for the report, and those with their own environment have a script there."""
    for peer in peers().values():
        assert len(peer.how) > 20
        if peer.environment:
            assert peer.environment in _environments.ENVIRONMENTS
            assert (_environments.FOREIGN / f"{peer.script}.py").exists()


def test_an_environment_that_is_not_there_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its environment a peer is absent with a reason, and asking it all the same is refused."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert absent(peers()["Prophet"]) == "no environment 'forecasts'"
    with pytest.raises(UsageError, match="run the trial again"):
        _environments.judge("forecasts", "prophet_window", [case(1.0)])


def test_programs_of_other_environments_speak_in_lines(tmp_path: Path) -> None:
    """One JSON line a case goes in, one comes out, whatever else the library prints."""
    (tmp_path / "noisy.py").write_text(
        "def judge(values, days, window):\n    print('chatter')\n    return values.sum(), window > 1, None\n",
        encoding="utf-8",
    )
    line = json.dumps({"values": [1, 2], "days": [0.0, 1.0], "window": 2})

    done = subprocess.run(
        [sys.executable, str(_environments.FOREIGN / "run.py"), "noisy"],
        input=f"{line}\n{line}\n",
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )

    answers = [json.loads(told) for told in done.stdout.splitlines() if told.startswith("\t")]
    assert [(one["score"], one["alarm"], one["percent"]) for one in answers] == [(3.0, True, None)] * 2
    assert all(one["seconds"] >= 0 for one in answers)
