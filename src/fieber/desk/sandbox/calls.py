"""Calls of the kernel that a walled-in process may not make, by their numbers on each processor (asm/unistd.h).

Landlock guards what is opened, made and removed. It leaves open who owns a file, who may read it, and how old it is;
seccomp closes these. Whatever only root may do is not here: `walls` gives up root's rights.
"""

from __future__ import annotations

# the kernel's name of a processor
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CONNECTIONS = {  # socket … recvmmsg
    "x86_64": (*range(41, 56), 288, 299, 307),
    "aarch64": (*range(198, 213), 242, 243, 269),
}
REFUSED = {
    "x86_64": (
        *(59, 322),  # other programs: execve, execveat
        *(57, 58),  # other processes: fork, vfork; and what could be done to those of others
        *(62, 101, 129, 141, 142, 144, 200, 203, 234, 251, 256, 279, 297, 310, 311, 312, 314),
        *(90, 91, 92, 93, 94, 132, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280),  # chmod, chown, times
        *(29, 30, 31, *range(64, 72), 220, *range(240, 246)),  # memory and messages that others share
        *(248, 249, 250, 272, 298, 303, 304, 308, 321, 323),  # keys, namespaces, and the kernel's inside
    ),
    "aarch64": (
        *(221, 281),
        *(30, 117, 118, 119, 122, 129, 130, 131, 138, 140, 238, 239, 240, 270, 271, 272, 274),
        *(5, 6, 7, 14, 15, 16, 52, 53, 54, 55, 88),
        *range(180, 198),
        *(97, 217, 218, 219, 241, 264, 265, 268, 280, 282),
    ),
}
# the same everywhere: pidfd_*, process_*, io_uring (which could do all of it behind the filter's back), chmod
NEWER = (*range(424, 428), 434, 438, 440, 448, 452, 463, 466)
# a thread of one's own is let through, another process is not; clone3 hides which of them it makes, so it is not there
CLONE, CLONE3, THREAD = {"x86_64": 56, "aarch64": 220}, 435, 0x10000
LIMITS = {"x86_64": 302, "aarch64": 261}  # prlimit64: one's own, not those of others
