"""fieber: the thermometer for social media accounts."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fieber.api import Checkup, check, fever_curve, read
    from fieber.changes import ChangePoint, changepoints
    from fieber.complaint import understand
    from fieber.experiments import plan_experiment
    from fieber.explainers import explain
    from fieber.outlooks import score_outlook
    from fieber.rosters import roster
    from fieber.rosters.learning import learn
    from fieber.sql import temperatures
    from fieber.studies import Study, event_study

__version__ = "0.1.0"
__all__ = [
    "ChangePoint",
    "Checkup",
    "Study",
    "changepoints",
    "check",
    "event_study",
    "explain",
    "fever_curve",
    "learn",
    "plan_experiment",
    "read",
    "roster",
    "score_outlook",
    "temperatures",
    "understand",
]

_HOME = (
    dict.fromkeys(("Checkup", "check", "fever_curve", "read"), "fieber.api")
    | dict.fromkeys(("ChangePoint", "changepoints"), "fieber.changes")
    | dict.fromkeys(("Study", "event_study"), "fieber.studies")
    | {"roster": "fieber.rosters", "learn": "fieber.rosters.learning", "temperatures": "fieber.sql"}
    | {"explain": "fieber.explainers", "plan_experiment": "fieber.experiments"}
    | {"score_outlook": "fieber.outlooks", "understand": "fieber.complaint"}
)


def __getattr__(name: str) -> Any:
    """Fetch a public name when it is first asked for: `fieber --help` needs no tables, a check no grammar."""
    if name not in _HOME:
        message = f"module 'fieber' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
