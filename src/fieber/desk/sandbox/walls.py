"""The walls around a process, built by itself before it opens anything: limits, seccomp, Landlock. Linux knows them.

Written with `ctypes`, because the three calls need no library: numbers and layouts are the kernel's own
(linux/seccomp.h, linux/landlock.h, asm/unistd.h). Nothing here raises where the kernel cannot do it; what was built is
found out by trying (`child.probe`), not by asking.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from contextlib import suppress
from pathlib import Path

with suppress(ImportError):  # Windows has none
    import resource

MOST_MEMORY = 4 * 2**30
CPU_SECONDS = 150
MOST_FILE = 512 * 2**20

NO_NEW_PRIVILEGES, SET_SECCOMP, SECCOMP_FILTER = 38, 22, 2
NEWER_CALLS = (*range(424, 428), 438)  # the same number on every processor
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000  # REFUSE answers EPERM
# the kernel's name of the processor, and the numbers there of what is refused: connections (socket … recvmmsg), other
# programs (execve, execveat), other processes (kill, ptrace, process_vm_*, pidfd_*), other worlds (unshare, setns), and
# io_uring, which could do all of it behind the filter's back
SYSTEM_CALLS = {
    "x86_64": (
        0xC000003E,
        (*range(41, 56), 59, 62, 101, 272, 288, 299, 307, 308, 310, 311, 322, *range(424, 428), 438),
    ),
    "aarch64": (
        0xC00000B7,
        (97, 117, 129, *range(198, 213), 221, 242, 243, *range(268, 272), 281, *range(424, 428), 438),
    ),
}

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ = 0b1100  # READ_FILE and READ_DIR
ALL_FILES = {1: 2**13 - 1, 2: 2**14 - 1}  # what version 1 and 2 of Landlock know; from 3 on TRUNCATE too
ALL_FILES_NOW = 2**15 - 1


def build(folder: Path | None, scratch: Path | None = None) -> None:
    """Wall this process in; afterwards it reads only the installed packages and `folder`, and writes to `scratch`."""
    if os.name != "posix":
        return
    _limit()
    if sys.platform != "linux":
        return
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _close_the_disk(kernel, folder, scratch)
    _close_the_network(kernel)


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _close_the_network(kernel: ctypes.CDLL) -> None:
    """Let the kernel refuse certain calls from now on (seccomp; see `man 2 seccomp` for the little program)."""
    known = SYSTEM_CALLS.get(platform.machine())
    if known is None:
        return
    architecture, refused = known
    load, equal, answer = 0x20, 0x15, 0x06
    steps = [(load, 0, 0, 4), (equal, 1, 0, architecture), (answer, 0, 0, KILL), (load, 0, 0, 0)]
    steps += [(0x35, 0, 1, 0x40000000), (answer, 0, 0, KILL)]  # the other numbering of x86 (x32)
    for number in (*refused, *NEWER_CALLS):
        steps += [(equal, 0, 1, number), (answer, 0, 0, REFUSE)]
    steps.append((answer, 0, 0, ALLOW))
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = ctypes.create_string_buffer(struct.pack("HL", len(steps), ctypes.addressof(program)))
    kernel.prctl(SET_SECCOMP, SECCOMP_FILTER, header, 0, 0)


def _close_the_disk(kernel: ctypes.CDLL, folder: Path | None, scratch: Path | None) -> None:
    """Let the kernel refuse every file beyond these and the packages (Landlock; see `man 7 landlock`)."""
    version = kernel.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return
    everything = ALL_FILES.get(version, ALL_FILES_NOW)
    handled = ctypes.create_string_buffer(struct.pack("Q", everything))
    rules = kernel.syscall(CREATE_RULESET, handled, 8, 0)
    for path in {*_installed(), *(one for one in (folder, scratch) if one is not None)}:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = READ if path.is_dir() else READ & 0b0100
        rights = everything & ~1 if path == scratch else rights  # all but starting a program
        kernel.syscall(ADD_RULE, rules, 1, ctypes.create_string_buffer(struct.pack("=Qi", rights, place)), 0)
        os.close(place)
    kernel.syscall(RESTRICT_SELF, rules, 0)
    os.close(rules)


def _installed() -> set[Path]:
    """Where Python, its libraries and the packages lie."""
    places = [sys.prefix, sys.base_prefix, *sys.path, "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom"]
    return {Path(place).resolve() for place in places if place and Path(place).exists()}
