"""Stands in for the `cython` module where it is not installed, so that `_core.py` runs uncompiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

compiled = False
__builtins_int = int


class _Type:
    def __getitem__(self, _: object) -> _Type:
        return self

    def __call__(self, value: Any) -> Any:
        return value


double = _Type()
int = _Type()  # noqa: A001 - the name that Cython gives its type
Py_ssize_t = _Type()
bint = _Type()


def declare(_: object, value: Any) -> Any:
    return value


def cast(_: object, value: Any) -> Any:
    """Only used to cut a positive number to a whole one."""
    return __builtins_int(value)


def _keep(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _decorator(*_: object, **__: object) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return _keep


cfunc = _keep
inline = _keep
nogil = _keep
exceptval = _decorator
boundscheck = _decorator
wraparound = _decorator
cdivision = _decorator
returns = _decorator
locals = _decorator  # noqa: A001 - the name that Cython gives it
