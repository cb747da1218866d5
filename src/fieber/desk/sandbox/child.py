"""What runs behind the walls: `python -m fieber.desk.sandbox.child examine|probe`, an order and an answer as JSON."""

from __future__ import annotations

import json
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
    order = json.load(sys.stdin)
    folder = None if order["folder"] is None else Path(order["folder"])
    walls.build(folder)
    try:
        answer: object = probe(Path(order["secret"])) if folder is None else examine(folder, order)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    json.dump(answer, sys.stdout)


def examine(folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """Read, judge, and write the pages in both languages."""
    # imported behind the walls: whatever these load, they cannot do more than they may
    from fieber.desk.sandbox.finding import findings  # noqa: PLC0415
    from fieber.errors import FieberError  # noqa: PLC0415

    try:
        return {"findings": findings([folder / name for name in order["names"]], order["sentence"], MOST_ACCOUNTS)}
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
    with suppress(MemoryError):
        bytearray(walls.MOST_MEMORY)
        found.append("memory")
    return found


if __name__ == "__main__":
    main()
