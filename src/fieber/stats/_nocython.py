"""Stands in for the `cython` module where it is not installed, so that `_core.py` runs uncompiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

compiled = False
whole_number = int


class _Type:
    def __getitem__(self, size: object) -> Any:
        """Give the type of an array: with a length one that `declare` makes, else one that is handed in."""
        return _Array(size) if isinstance(size, whole_number) else self

    def __call__(self, value: Any) -> Any:
        return value


class _Array:
    def __init__(self, size: whole_number) -> None:
        self.size = size


const = _Type()
double = _Type()
int = _Type()  # noqa: A001 - the name that Cython gives its type
Py_ssize_t = _Type()
bint = _Type()


def declare(kind: object, value: Any = None) -> Any:
    """Give the value, or for the type of an array that many zeros."""
    return [0.0] * kind.size if isinstance(kind, _Array) else value


def cast(_: object, value: Any) -> Any:
    """Only used to cut a positive number to a whole one."""
    return whole_number(value)


def _keep(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _decorator(*_: object, **__: object) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return _keep


cclass = _keep
cfunc = _keep
final = _keep
inline = _keep
nogil = _keep
exceptval = _decorator
boundscheck = _decorator
wraparound = _decorator
cdivision = _decorator
returns = _decorator
locals = _decorator  # noqa: A001 - the name that Cython gives it
