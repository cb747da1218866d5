"""The walls around a process, built by itself before it opens anything: limits, seccomp, Landlock. Linux knows them.

Written with `ctypes`, because the calls need no library: numbers and layouts are the kernel's own
(linux/seccomp.h, linux/landlock.h, linux/capability.h; `calls`). Nothing here raises where the kernel cannot do it;
what was built is found out by trying (`child.probe`), not by asking.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from contextlib import suppress
from pathlib import Path

from fieber.desk.sandbox.calls import ARCHITECTURES, CLONE, CLONE3, CONNECTIONS, LIMITS, NEWER, REFUSED, THREAD

with suppress(ImportError):  # Windows has none
    import resource

MOST_MEMORY = 4 * 2**30
CPU_SECONDS = 150
MOST_FILE = 512 * 2**20

NO_NEW_PRIVILEGES, SET_SECCOMP, SECCOMP_FILTER = 38, 22, 2
ALLOW, REFUSE, NOT_THERE, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000  # REFUSE answers EPERM, the next ENOSYS
CAPABILITIES, READ_ANY = 0x20080522, 1 << 2  # version 3 of the call; packages may belong to somebody else

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ = 0b1100  # READ_FILE and READ_DIR
ALL_FILES = {1: 2**13 - 1, 2: 2**14 - 1}  # what version 1 and 2 of Landlock know; from 3 on TRUNCATE too
ALL_FILES_NOW = 2**15 - 1
NOT_WRITTEN = 0b1111001000001  # programs, devices, sockets, pipes, links: whoever reads it could be led elsewhere
# what a look-up of a name and an encrypted line need
FOR_NETWORK = ("/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/ssl", "/etc/pki")


def build(folder: Path | None, scratch: Path | None = None, *, network: bool = False) -> None:
    """Wall this process in; afterwards it reads only the installed packages and `folder`, and writes to `scratch`.

    Args:
        network: it may open connections, as far as its own code does; all else is closed all the same.
    """
    if os.name != "posix":
        return
    _limit()
    if sys.platform != "linux":
        return
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _close_the_disk(kernel, folder, scratch, FOR_NETWORK if network else ())
    _give_up_rights(kernel)
    _close_calls(kernel, network=network)


def _give_up_rights(kernel: ctypes.CDLL) -> None:
    """Be nobody special any more, also where the desk runs as root: else it could raise its own limits again."""
    kept = struct.pack("6I", READ_ANY, READ_ANY, 0, 0, 0, 0)
    if os.geteuid():
        kept = bytes(24)
    kernel.capset(struct.pack("Ii", CAPABILITIES, 0), kept)


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _close_calls(kernel: ctypes.CDLL, *, network: bool) -> None:
    """Let the kernel refuse certain calls from now on (seccomp; see `man 2 seccomp` for the little program)."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        return
    refused = (*REFUSED[machine], *NEWER, *(() if network else CONNECTIONS[machine]))
    load, equal, has, answer = 0x20, 0x15, 0x45, 0x06
    steps = [(load, 0, 0, 4), (equal, 1, 0, ARCHITECTURES[machine]), (answer, 0, 0, KILL), (load, 0, 0, 0)]
    steps += [(0x35, 0, 1, 0x40000000), (answer, 0, 0, KILL)]  # the other numbering of x86 (x32)
    for number in refused:
        steps += [(equal, 0, 1, number), (answer, 0, 0, REFUSE)]
    steps += [(equal, 0, 1, CLONE3), (answer, 0, 0, NOT_THERE)]
    allow, refuse, first_argument = (answer, 0, 0, ALLOW), (answer, 0, 0, REFUSE), (load, 0, 0, 16)
    steps += [(equal, 0, 4, CLONE[machine]), first_argument, (has, 1, 0, THREAD), refuse, allow]
    steps += [(equal, 0, 4, LIMITS[machine]), first_argument, (equal, 1, 0, 0), refuse, allow, allow]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = ctypes.create_string_buffer(struct.pack("HL", len(steps), ctypes.addressof(program)))
    kernel.prctl(SET_SECCOMP, SECCOMP_FILTER, header, 0, 0)


def _close_the_disk(kernel: ctypes.CDLL, folder: Path | None, scratch: Path | None, also: tuple[str, ...]) -> None:
    """Let the kernel refuse every file beyond these and the packages (Landlock; see `man 7 landlock`)."""
    version = kernel.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return
    everything = ALL_FILES.get(version, ALL_FILES_NOW)
    handled = ctypes.create_string_buffer(struct.pack("Q", everything))
    rules = kernel.syscall(CREATE_RULESET, handled, 8, 0)
    given = {one for one in (folder, scratch) if one is not None}
    for path in {*_installed(), *given, *(Path(one).resolve() for one in also if Path(one).exists())}:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = READ if path.is_dir() else READ & 0b0100
        rights = everything & ~NOT_WRITTEN if path == scratch else rights
        kernel.syscall(ADD_RULE, rules, 1, ctypes.create_string_buffer(struct.pack("=Qi", rights, place)), 0)
        os.close(place)
    kernel.syscall(RESTRICT_SELF, rules, 0)
    os.close(rules)


def _installed() -> set[Path]:
    """Where Python, its libraries and the packages lie."""
    places = [sys.prefix, sys.base_prefix, *sys.path, "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom"]
    return {Path(place).resolve() for place in places if place and Path(place).exists()}
