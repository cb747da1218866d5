"""What runs behind the walls: `python -m fieber.desk.sandbox.child TASK`, an order and an answer as JSON.

Tasks: `examine` an upload, `judge` a whole roster, read what is `listed`, `answer` one
sentence, and `probe` the walls.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from fieber.desk.sandbox import OUT_OF_MEMORY, walls

MOST_ACCOUNTS = 5  # several in one file are told apart; a whole roster is the command line's work


def main() -> None:
    """Build the walls, then do what was ordered."""
    if sys.argv[1] == "answer":
        wait_and_answer()
        return
    order = json.load(sys.stdin)
    folder = None if order["folder"] is None else Path(order["folder"])
    scratch = Path(order["scratch"]) if "scratch" in order else None
    walls.build(folder, scratch)
    task = sys.argv[1]
    try:
        answer: object = probe(Path(order["secret"])) if folder is None else told(task, folder, scratch, order)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    json.dump(answer, sys.stdout)


def wait_and_answer() -> None:
    """Build the walls, load everything, then wait for the one sentence that is to be answered."""
    walls.build(None)
    from fieber.desk.sandbox.answering import answer, warm_up  # noqa: PLC0415 - behind the walls, see `told`
    from fieber.errors import FieberError  # noqa: PLC0415

    warm_up()
    order = sys.stdin.read()
    if not order:  # nobody is left who could ask
        return
    try:
        found = answer(json.loads(order))
    except FieberError as error:
        found = {"refused": {"de": error.german, "en": error.english}}
    json.dump(found, sys.stdout)


def told(task: str, folder: Path, scratch: Path | None, order: dict[str, Any]) -> dict[str, Any]:
    """Do it, or say why it cannot be done."""
    # imported behind the walls: whatever these load, they cannot do more than they may
    from fieber.errors import FieberError  # noqa: PLC0415

    paths = [folder / name for name in order["names"]]
    try:
        if task == "examine":
            from fieber.desk.sandbox.finding import findings  # noqa: PLC0415

            return {"findings": findings(paths, order["sentence"], MOST_ACCOUNTS)}
        from fieber.desk.sandbox import many  # noqa: PLC0415

        if scratch is None:
            return {"list": [row for path in paths for row in many.listed(path)]}
        return many.judge(paths, scratch)
    except FieberError as error:
        return {"refused": {"de": error.german, "en": error.english}}


def probe(secret: Path) -> list[str]:
    """Try what must not work, and give what did."""
    found = []
    with suppress(OSError):
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
        found.append("network")
    with suppress(OSError):
        secret.read_bytes()
        found.append("files")
    with suppress(OSError):
        subprocess.run([sys.executable, "-c", ""], check=False)
        found.append("programs")
    with suppress(OSError):
        _double()
        found.append("programs")
    with suppress(MemoryError):
        bytearray(walls.MOST_MEMORY)
        found.append("memory")
    return list(dict.fromkeys(found))


def _double() -> None:
    """Make another process of this one; it ends at once."""
    if not hasattr(os, "fork"):
        raise OSError
    other = os.fork()
    if not other:
        os._exit(0)
    os.waitpid(other, 0)


if __name__ == "__main__":
    main()
