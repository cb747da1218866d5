"""Processes that do not outlive the one that started them, however that one ended."""

from __future__ import annotations

import os
import threading
import time

VARIABLE = "FIEBER_DESK_PROCESS"  # number of the process that runs the desk; not set where somebody else starts ours
EVERY_SECONDS = 0.5


def leave_with_parent() -> None:
    """End this process at once when its parent is gone: else it would keep the port that a new desk needs."""
    parent = os.environ.get(VARIABLE)
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(EVERY_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
