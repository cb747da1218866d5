"""Reads a made-up Instagram export of 2 GB, nearly all of it films: how long, and how much memory.

.venv/bin/python benchmarks/big_zip.py [GIGABYTES]

The ZIP is written to a temporary folder with holes for the films, so that it takes little room on disk; to a reader it
is as long as a real one. A child process reads it, so that the memory is that of reading alone.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from io import FileIO
from pathlib import Path

MEGABYTE = 2**20
FILM = 4 * MEGABYTE
N_POSTS = 5_000
LIMIT_SECONDS, LIMIT_MEGABYTES = 10, 300
START = 1_600_000_000


class WithHoles(FileIO):
    """A file in which blocks of zeros become holes."""

    def write(self, content: object) -> int:
        """Write what is not zero; skip what is."""
        block = bytes(content)  # type: ignore[call-overload]
        if len(block) < MEGABYTE or block.count(0) < len(block):
            return super().write(block)
        self.seek(len(block), 1)
        return len(block)


def write_export(path: Path, gigabytes: float) -> int:
    """Write the export; give how many bytes long it is."""
    insights = []
    for number in range(N_POSTS):
        labels = {"Creation Timestamp": {"href": "", "value": "", "timestamp": START + 7200 * number}}
        for name, value in (("Likes", 800 + number % 97), ("Accounts reached", 9000), ("Comments", 12), ("Saves", 9)):
            labels[name] = {"href": "", "value": f"{value:,}", "timestamp": 0}
        insights.append({"media_map_data": {}, "string_map_data": labels})
    document = json.dumps({"organic_insights_posts": insights})
    with WithHoles(path, "w") as file, zipfile.ZipFile(file, "w") as archive:
        for number in range(int(gigabytes * 2**30) // FILM):
            with archive.open(f"media/reels/202601/{number}.mp4", "w") as film:
                for _ in range(FILM // MEGABYTE):
                    film.write(bytes(MEGABYTE))
        where = "logged_information/past_instagram_insights/posts.json"
        archive.writestr(where, document, zipfile.ZIP_DEFLATED)
    return path.stat().st_size


def read(path: Path) -> None:
    """Read it, and print seconds, megabytes and posts."""
    from fieber.readers import read_export  # noqa: PLC0415 - importing is part of what is measured

    begun = time.perf_counter()
    posts = read_export([path]).posts.height
    seconds = time.perf_counter() - begun
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, posts]))


def main() -> int:
    """Write, read, compare with the limits; 1 where one is broken."""
    if len(sys.argv) == 3:
        read(Path(sys.argv[2]))
        return 0
    gigabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instagram-big-2026-09-01-AbCdEf12.zip"
        size = write_export(path, gigabytes)
        command = [sys.executable, __file__, "read", str(path)]
        seconds, megabytes, posts = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    print(
        f"{size / 2**30:.2f} GB, {posts} posts: {seconds:.2f} s (limit {LIMIT_SECONDS}), "
        f"{megabytes:.0f} MB (limit {LIMIT_MEGABYTES})"
    )
    return int(seconds > LIMIT_SECONDS or megabytes > LIMIT_MEGABYTES or posts != N_POSTS)


if __name__ == "__main__":
    raise SystemExit(main())
