"""The process that reads what strangers upload: each wall stands, and each can be seen to be missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieber.desk import sandbox
from fieber.desk.sandbox import TOO_MUCH, Refused, examine, missing

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - a type

TABLE = Path(__file__).parent.parent / "exports" / "tidy"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls")
WITHOUT = """
import json, pathlib, sys
from fieber.desk.sandbox import child, walls
walls.MOST_MEMORY = 2**20
print(json.dumps(child.probe(pathlib.Path(sys.argv[1]))))
"""
BEHIND = """
import ctypes, json, os, pathlib, platform, sys
from fieber.desk.sandbox import walls
CLONE = walls.CLONE[platform.machine()]
def call(name, *numbers):
    kernel = ctypes.CDLL(None, use_errno=True)
    done = getattr(kernel, name)(*numbers)
    if done < 0:
        raise OSError(ctypes.get_errno(), name)
    return done
walls.build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
{attempt}
"""
STARVING = """
import resource
from fieber.desk.sandbox import child, finding, walls
pages = int(open("/proc/self/statm").read().split()[0])
walls.MOST_MEMORY = pages * resource.getpagesize() + 200 * 2**20  # all that is loaded, and little more
child.main()
"""
ATTEMPTS = {
    "write into its own folder": "pathlib.Path(sys.argv[1], 'x').write_text('x')",
    "write elsewhere": "pathlib.Path('/tmp/fieber-must-not-be').write_text('x')",
    "list the home of others": "list(pathlib.Path('/root').iterdir())",
    "see other processes": "pathlib.Path('/proc/1/environ').read_bytes()",
    "connect": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "talk by a local socket": "import socket; socket.socketpair()",
    "kill its parent": "import os; os.kill(os.getppid(), 0)",
    "stop its parent by another call": "call('tgkill', os.getppid(), os.getppid(), 0)",
    "take its parent's files away": "import resource; resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (9, 9))",
    "start a shell": "import os; os.execv('/bin/sh', ['sh', '-c', 'true'])",
    "become two": "os.fork()",
    "become many by the bare call": "call('syscall', CLONE, 17, 0, 0, 0, 0)",
    "let others read": "pathlib.Path(sys.argv[1]).chmod(0o777)",
    "lie about when": "os.utime(sys.argv[1])",
    "be somebody else": "os.setuid(65534)",
    "leave for another root": "os.chroot(sys.argv[1])",
    "share memory": "call('shmget', 0, 4096, 0o1600)",
    "lead its reader elsewhere": "os.symlink('/etc/passwd', pathlib.Path(sys.argv[2], 'posts'))",
    "have its reader wait for ever": "os.mkfifo(pathlib.Path(sys.argv[2], 'posts'))",
}


def posts(folder: Path) -> Path:
    path = folder / "lena.csv"
    lines = [f"2026-{1 + i // 28:02d}-{1 + i % 28:02d}T12:00:00Z,{8000 + 900 * (i % 5)}" for i in range(0, 280, 2)]
    path.write_text("\n".join(["posted_at,likes", *lines]))
    return path


@on_linux
def test_no_wall_is_missing_here(tmp_path: Path) -> None:
    """On Linux the probe finds network, files, programs and memory closed."""
    secret = tmp_path / "secret"
    secret.write_text("x")

    assert missing(secret) == []


def test_the_probe_finds_what_is_open(tmp_path: Path) -> None:
    """Without walls the same probe finds all four: it can fail."""
    secret = tmp_path / "secret"
    secret.write_text("x")

    told = subprocess.run([sys.executable, "-c", WITHOUT, str(secret)], capture_output=True, check=True)

    assert json.loads(told.stdout) == ["network", "files", "programs", "memory"]


@on_linux
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_behind_the_walls_it_fails(attempt: str, tmp_path: Path) -> None:
    """What code of a stranger would try is refused by the kernel."""
    done = behind(attempt, tmp_path)

    assert done.returncode == 1
    assert b"PermissionError" in done.stderr.splitlines()[-1]


@on_linux
def test_behind_the_walls_work_is_done(tmp_path: Path) -> None:
    """It writes into its scratch folder, and has threads: else it could do nothing, and each attempt would fail."""
    work = "import threading; one = threading.Thread(target=print, args=('done',)); one.start(); one.join(); {}"

    done = behind(work.format("pathlib.Path(sys.argv[2], 'posts').write_text('x')"), tmp_path)

    assert (done.stdout, (tmp_path / "scratch" / "posts").read_text()) == (b"done\n", "x")


def behind(attempt: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    (folder / "own").mkdir()
    (folder / "scratch").mkdir()
    command = [sys.executable, "-I", "-c", BEHIND.format(attempt=attempt), str(folder / "own"), str(folder / "scratch")]
    return subprocess.run(command, capture_output=True, check=False)


def test_a_table_is_examined_in_both_languages(tmp_path: Path) -> None:
    """Behind the walls a whole check-up runs; what comes back is a finding for lists and pages to read."""
    posts(tmp_path)

    found = examine(tmp_path, ["lena.csv"], "Ich habe immer 50.000 Likes!")

    assert isinstance(found, list)
    assert [(one["account"], one["verdict"]) for one in found] == [("lena", "healthy")]
    assert "„Ich habe immer 50.000 Likes!“" in found[0]["pages"]["de"]
    assert "No fever." in found[0]["pages"]["en"]


def test_what_cannot_be_read_is_refused_in_both_languages(tmp_path: Path) -> None:
    """A file that is no export gets the reader's own sentence."""
    (tmp_path / "photo.zip").write_bytes(b"PK\x03\x04 cut off")

    found = examine(tmp_path, ["photo.zip"], "")

    assert isinstance(found, Refused)
    assert "beschädigt" in found.de
    assert "damaged" in found.en


def test_a_roster_is_refused(tmp_path: Path) -> None:
    """More accounts than a person has are the command line's work."""
    rows = [f"a{i},2026-01-{1 + i:02d}T12:00:00Z,100" for i in range(9)]
    (tmp_path / "many.csv").write_text("\n".join(["account,posted_at,likes", *rows]))

    found = examine(tmp_path, ["many.csv"], "")

    assert isinstance(found, Refused)
    assert "9 accounts" in found.en


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    """The time is measured from outside; the person gets a sentence."""
    posts(tmp_path)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.05)

    assert examine(tmp_path, ["lena.csv"], "") == TOO_MUCH


@on_linux
def test_what_needs_too_much_memory_is_ended(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    """Memory beyond the limit is not given; the person gets a sentence, the desk goes on."""
    rows = [f"2026-01-01T{i % 24:02d}:{i % 60:02d}:00Z,{i}" for i in range(900_000)]
    (tmp_path / "long.csv").write_text("\n".join(["posted_at,likes", *rows]))
    monkeypatch.setattr(sandbox, "CHILD", (sys.executable, "-I", "-c", STARVING))

    assert examine(tmp_path, ["long.csv"], "") == TOO_MUCH


def test_who_says_too_much_is_ended(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    """No more of an endless answer is kept than an answer may have; the person gets a sentence."""
    monkeypatch.setattr(sandbox, "MOST_ANSWER", 2**20)
    endless = "import os\nwhile True: os.write(1, b'x' * 65536)"
    monkeypatch.setattr(sandbox, "CHILD", (sys.executable, "-I", "-c", endless))

    assert examine(tmp_path, [], "") == TOO_MUCH


def test_our_own_mistake_is_not_blamed_on_the_file(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    """A process that ends for no reason of the file is an error, which the queue tries again."""
    monkeypatch.setattr(sandbox, "CHILD", (sys.executable, "-I", "-c", "raise KeyError"))

    with pytest.raises(RuntimeError, match="ended with 1"):
        examine(tmp_path, ["long.csv"], "")


def test_it_knows_nothing_of_the_desk(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    """No variable of the desk, such as the address of its database, is in the other process."""
    monkeypatch.setenv("DATABASE_URL", "postgres://secret@host/desk")
    telling = "import json, os; print(json.dumps({'findings': [dict(os.environ)]}))"
    monkeypatch.setattr(sandbox, "CHILD", (sys.executable, "-I", "-c", telling))

    found = examine(tmp_path, [], "")

    assert isinstance(found, list)
    assert set(found[0]) <= {"POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "LANG", "LC_CTYPE"}
