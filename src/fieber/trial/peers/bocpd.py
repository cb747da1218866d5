"""Bayesian online change point detection (Adams & MacKay 2007, arXiv 0710.3742); no kept library has it."""

from __future__ import annotations

from math import lgamma, pi
from typing import TYPE_CHECKING

import numpy as np

from fieber.trial.peers._protocol import Peer, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieber.trial.accounts import Case

    Floats = NDArray[np.float64]

HAZARD = 1 / 250
NEAR = 5  # posts
LONGEST = 600


def judge(case: Case) -> Verdict:
    """Probability that the run began near the date with a lower mean."""
    logs = np.log1p(case.values.astype(np.float64))
    past = logs[: -case.window]
    chance, mean = _runs((logs - past.mean()) / max(float(past.std()), 1e-9))
    run = slice(max(0, case.window - NEAR), case.window + NEAR + 1)
    # runs of up to window + 5 posts that lie lower than the history did
    young = slice(1, case.window + NEAR + 1)
    lower = chance[young] * (mean[young] < 0)
    fall = float((chance[young] * np.minimum(mean[young], 0)).sum())
    alarm = bool(chance[run][mean[run] < 0].sum() > 0.5)
    return Verdict(float(lower.sum()) - fall, alarm, None)


def _runs(x: Floats) -> tuple[Floats, Floats]:
    """Probability and posterior mean by length of the current run; normal with unknown mean and variance.

    Prior: mean 0 worth one post, variance worth two.
    """
    kappa, alpha = np.ones(1), np.ones(1)
    mu, beta = np.zeros(1), np.full(1, 0.5)
    log_chance = np.zeros(1)
    halves = _log_gamma(2 * LONGEST)
    for value in x:
        predicted = _student(value, mu, beta * (kappa + 1) / (alpha * kappa), alpha, halves)
        grown = log_chance + predicted + np.log1p(-HAZARD)
        fresh = np.logaddexp.reduce(log_chance + predicted) + np.log(HAZARD)
        log_chance = np.concatenate([[fresh], grown])[:LONGEST]
        log_chance -= np.logaddexp.reduce(log_chance)
        beta = np.concatenate([[0.5], beta + kappa * (value - mu) ** 2 / (2 * (kappa + 1))])[:LONGEST]
        mu = np.concatenate([[0.0], (kappa * mu + value) / (kappa + 1)])[:LONGEST]
        kappa = np.concatenate([[1.0], kappa + 1])[:LONGEST]
        alpha = np.concatenate([[1.0], alpha + 0.5])[:LONGEST]
    return np.exp(log_chance), mu


def _log_gamma(most: int) -> Floats:
    """Log Γ(i / 2) at place i."""
    return np.array([0.0, *(lgamma(i / 2) for i in range(1, most + 4))])


def _student(value: float, mu: Floats, scale: Floats, alpha: Floats, halves: Floats) -> Floats:
    """Log density of Student’s t with 2 alpha degrees."""
    twice = np.rint(2 * alpha).astype(np.int64)
    constant = halves[twice + 1] - halves[twice] - 0.5 * np.log(2 * alpha * pi * scale)
    return np.asarray(constant - (alpha + 0.5) * np.log1p((value - mu) ** 2 / (2 * alpha * scale)))


PEER = Peer("BOCPD", "normal with unknown mean and variance, hazard 1/250, on standardised logs", judge)
