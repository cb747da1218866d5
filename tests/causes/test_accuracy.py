"""How often the first cause is right, and whether weights come true: a small repeat of scripts/causes_accuracy.py."""

from __future__ import annotations

import numpy as np
from tests.causes.plain import END, account

import fieber

CLEAR = ("format_mix", "pause", "young_posts", "metric_change", "hidden_likes", "content", "followers_bought")
SEED = 700


def weights_of(cause: str, seed: int) -> dict[str, float]:
    """What a check-up says of one account, the heaviest first."""
    one = account(cause, seed)
    found = fieber.check(one.posts, days=one.days, as_of=END)
    assert not isinstance(found, list)
    return {each.cause: each.weight for each in found.diagnosis.causes}


def test_clear_causes_come_first_and_chance_on_healthy_accounts() -> None:
    """Of 14 clear patients and 10 healthy accounts four in five are right, and heavy weights come true."""
    told = [(cause, weights_of(cause, SEED + i)) for i, cause in enumerate([*CLEAR * 2, *["noise"] * 10])]
    right = [next(iter(weights), "") == cause for cause, weights in told]
    pairs = np.array([(w, name == cause) for cause, weights in told for name, w in weights.items()], dtype=np.float64)

    assert np.mean(right) >= 0.8
    heavy = pairs[pairs[:, 0] >= 0.8]
    # weights of 0.8 and more are true nine times of ten: two standard errors below that for as many as there are
    assert heavy[:, 1].mean() >= 0.9 - 2 * np.sqrt(0.09 / len(heavy))
