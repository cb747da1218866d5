"""The command as a process of its own: `python -m fieber`, pipes, signals, and the file that is whole or not there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from fieber.cli._output import FileOutput
from fieber.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "fieber"]
# a shell starts what runs in the background with Ctrl-C ignored, and so would this test's process be
INTERRUPTIBLE = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from fieber.cli import main; sys.exit(main(['check', '-']))"
)


def run(*arguments: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, check=False, timeout=60, **settings)  # type: ignore[call-overload,no-any-return]


def test_plain_terminal(posts_csv: Path) -> None:
    """A terminal that knows only ASCII gets ASCII; JSON is UTF-8 all the same."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "de_DE.UTF-8"}

    finding = run("check", str(posts_csv), env=environment)
    contract = run("check", str(posts_csv), "--format", "json", env=environment)

    assert finding.returncode == 0
    assert b"Du hast kein Fieber." in finding.stdout
    assert finding.stdout.isascii()
    assert "ü" in contract.stdout.decode("utf-8")


def test_reader_that_goes_away(posts_csv: Path) -> None:
    """A closed pipe is no error: nothing on standard error, exit 0."""
    read_end, write_end = os.pipe()
    os.close(read_end)

    ran = subprocess.run(
        [*COMMAND, "check", str(posts_csv)], stdout=write_end, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(write_end)

    assert (ran.returncode, ran.stderr) == (0, b"")


def test_full_disk(posts_csv: Path) -> None:
    """Standard output that takes nothing is told in one sentence."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device, no path of ours
        ran = subprocess.run(
            [*COMMAND, "check", str(posts_csv)], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )

    assert ran.returncode == 2
    assert ran.stderr.count(b"\n") == 1


def test_interrupt() -> None:
    """Ctrl-C while numbers are awaited ends with 130 and without a traceback."""
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"800 ")
        process.stdin.flush()
        _wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        code, told = process.wait(timeout=30), process.stderr.read()

    assert (code, told) == (130, b"")


def _wait_until_it_reads(pid: int) -> None:
    """Wait until the process sleeps in a read of its standard input, which it does after all imports."""
    for _ in range(600):
        with open(f"/proc/{pid}/syscall") as file:  # noqa: PTH123 - the kernel's, no path of ours
            call = file.read().split()
        if call[:2] == ["0", "0x0"]:  # read(0, …)
            return
        time.sleep(0.05)
    pytest.fail("the command never read its standard input")


def test_file_is_replaced_whole(tmp_path: Path) -> None:
    """The old file stays until the new one is complete; nothing else is left in the folder."""
    page = tmp_path / "page.html"
    page.write_text("old")
    target = FileOutput(str(page), [])

    target.write("new ")
    target.write("page ü")
    assert page.read_text() == "old"
    target.close()

    assert page.read_text(encoding="utf-8") == "new page ü"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_link_is_followed(tmp_path: Path) -> None:
    """Writing to a link replaces what it points at, not the link."""
    page, link = tmp_path / "page.html", tmp_path / "link.html"
    page.write_text("old")
    link.symlink_to(page)
    target = FileOutput(str(link), [])

    target.write("new")
    target.close()

    assert link.is_symlink()
    assert page.read_text() == "new"


def test_unreadable_input_leaves_the_old_file(tmp_path: Path) -> None:
    """A check that fails does not touch the file of the one before."""
    page, empty = tmp_path / "page.html", tmp_path / "posts.csv"
    page.write_text("old")
    empty.write_text("")

    ran = run("check", str(empty), "-o", str(page))

    assert ran.returncode == 3
    assert page.read_text() == "old"


def test_device_is_no_file() -> None:
    """A device is never replaced by a file."""
    with pytest.raises(UsageError, match="no ordinary file"):
        FileOutput("/dev/null", [])
