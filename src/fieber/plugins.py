"""Finds plugins by folder and by entry point: the newcomer adds one file and nothing else.

A plugin is a constant (`READER`, `METRIC`, …) in a module of the folder, or in any installed module named by an entry
point of the group `fieber.<folder>`. Two of one name are an error.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from fieber.errors import UsageError


@cache
def _installed(_path: tuple[str, ...]) -> Any:  # of one type in Python 3.11, of another from 3.12 on
    """Give the entry points of everything installed where Python looks; to go through them takes a while."""
    return entry_points()


def discover(folder: str, constant: str) -> dict[str, Any]:
    """Give all plugins of one kind by name, sorted by name.

    Args:
        folder: name of the sub-package, for example "readers".
        constant: name of the constant a plugin module ends in, for example "READER".

    Raises:
        UsageError: two plugins have the same name.
    """
    package = importlib.import_module(f"fieber.{folder}")
    found: list[tuple[str, Any]] = []
    for module in sorted(name for _, name, _ in pkgutil.iter_modules(package.__path__) if not name.startswith("_")):
        plugin = getattr(importlib.import_module(f"fieber.{folder}.{module}"), constant)
        found.append((f"fieber.{folder}.{module}", plugin))
    found += [(entry.value, entry.load()) for entry in _installed(tuple(sys.path)).select(group=f"fieber.{folder}")]
    plugins: dict[str, tuple[str, Any]] = {}
    for where, plugin in found:
        if plugin.name in plugins:
            other = plugins[plugin.name][0]
            raise UsageError(
                f"two {folder} are called {plugin.name!r}: {other} and {where}; rename one",
                de=f"In {folder} heißen zwei gleich, {plugin.name!r}: {other} und {where}; benenne eines davon um",
            )
        plugins[plugin.name] = (where, plugin)
    return {name: plugin for name, (_, plugin) in sorted(plugins.items())}
