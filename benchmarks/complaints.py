"""How many sentences a second one core understands: ten thousand or more is the promise.

    python benchmarks/complaints.py

Every sentence is worked out anew each time: only words are remembered, never sentences. Beside it stands how many
additions plain Python makes in the same run, so that a busy or slow machine can be told from slow code: on a
machine that nobody else uses, these are 20 to 40 million a second.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from fieber.complaint import understand

SENTENCES = Path(__file__).parents[1] / "tests" / "complaint" / "own_sentences.jsonl"
ROUNDS = 9
LOOP = 1_000_000  # additions


def additions_a_second() -> float:
    """Give how many additions plain Python makes in a second of this core's time."""
    start, total = time.process_time(), 0
    for i in range(LOOP):
        total += i
    return LOOP / (time.process_time() - start)


def main() -> None:
    """Print sentences a second: the best round, in CPU time, and the median."""
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    start = time.perf_counter()
    understand(texts[0])
    first = time.perf_counter() - start
    rates, loops = [], []
    for _ in range(ROUNDS):
        loops.append(additions_a_second())
        start = time.process_time()
        for text in texts:
            understand(text)
        rates.append(len(texts) / (time.process_time() - start))
    rates.sort()
    best, median = rates[-1], rates[ROUNDS // 2]
    print(f"{len(texts)} sentences, {ROUNDS} rounds: best {best:.0f}, median {median:.0f} sentences a second")
    loop = max(loops)
    print(
        f"plain Python: {loop / 1e6:.1f} million additions a second; one sentence is worth {loop / best:.0f} additions"
    )
    print(f"first sentence, with making the tables: {first * 1000:.1f} ms")


if __name__ == "__main__":
    main()
