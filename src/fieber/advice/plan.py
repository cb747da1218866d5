"""A plan for a trial: which of the next posts are made as tried and which as usual. A small versioned JSON.

It holds no name, no text and no count of the account: only a hash, by which a later check knows that it is the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fieber.advice.choice import Choice, read_choice
from fieber.advice.clock import check_zone
from fieber.errors import FieberError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

Arm = Literal["try", "usual"]
VERSION = 1
POST_METRICS = ("likes", "comments", "shares", "saves", "views", "reach")
MOST_LINES = 400
LARGEST_FILE = 1_000_000  # bytes; a plan of 400 lines has 40,000


@dataclass(frozen=True, slots=True)
class Line:
    """One post (or week) of a plan: its pair, what is done, and the day it is meant for (a week: its first day)."""

    block: int
    arm: Arm
    day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A trial as it was drawn.

    account: hash of the account. choice: what is tried. metric: what will be compared. zone: whose clock the hours and
    days are of. made: only posts after it count. seed: of the draw. spacing: days from one line to the next.
    tells_percent: the difference from which on it is found four times in five.
    """

    account: str
    choice: Choice
    metric: str
    zone: str
    made: datetime
    seed: int
    spacing: float
    tells_percent: float
    lines: tuple[Line, ...]

    @property
    def unit(self) -> Literal["post", "week"]:
        """What a line is."""
        return "week" if self.choice.name == "per_week" else "post"

    def to_json(self) -> str:
        """Give the plan as JSON, ending in a line break."""
        told = {
            "fieber_plan": VERSION,
            "account": self.account,
            "try": self.choice.word,
            "metric": self.metric,
            "zone": self.zone,
            "made": self.made.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "seed": self.seed,
            "spacing_days": self.spacing,
            "unit": self.unit,
            "tells_percent": self.tells_percent,
            "lines": [
                {"line": i, "block": line.block, "do": line.arm, "day": line.day.isoformat()}
                for i, line in enumerate(self.lines, start=1)
            ],
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def account_hash(account: str, platform: str | None) -> str:
    """Give what a plan keeps of an account instead of its name."""
    return sha256("\0".join(("fieber plan", platform or "", account)).encode()).hexdigest()[:16]


def load_plan(path: Path) -> Plan:
    """Read a plan from a file.

    Raises:
        UsageError: no such file, or no plan in it.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _no_plan(path.name)
        return read_plan(path.read_text(encoding="utf-8"), name=path.name)
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"--experiment {path.name}: no such file, or it cannot be read; name the plan that fieber experiment wrote",
            de=f"--experiment {path.name}: Diese Datei gibt es nicht, oder sie lässt sich nicht lesen; nenne den Plan,"
            " den fieber experiment geschrieben hat",
        ) from None


def read_plan(text: str, *, name: str = "plan") -> Plan:
    """Read a plan from its JSON.

    Args:
        text: as `Plan.to_json` wrote it. name: how an error calls it.

    Raises:
        UsageError: no plan, of a later version, or its lines do not fit together.
    """
    try:
        told = json.loads(text)
        version = told["fieber_plan"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _no_plan(name) from None
    if version != VERSION:
        raise UsageError(
            f"{name}: a plan of version {str(version)[:10]}, and this fieber reads {VERSION};"
            " use the fieber that made it",
            de=f"{name}: ein Plan der Version {str(version)[:10]}, und dieses fieber liest {VERSION}; nimm das fieber,"
            " das ihn gemacht hat",
        )
    try:
        return _plan(told)
    except (FieberError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise _no_plan(name) from None


def plan_for(told: Plan | str | Path, accounts: Sequence[tuple[str, str | None]]) -> Plan:
    """Give the plan that was told, if one of the accounts (name, platform) is the one that it was made for.

    Raises:
        UsageError: no plan, or made for another account.
    """
    plan = told if isinstance(told, Plan) else load_plan(Path(told))
    if all(account_hash(*account) != plan.account for account in accounts):
        raise UsageError(
            "--experiment: this plan was made for another account; name the plan of this one",
            de="--experiment: Dieser Plan ist für einen anderen Account; nenne den Plan von diesem hier",
        )
    return plan


def _plan(told: dict[str, Any]) -> Plan:
    lines = tuple(Line(int(line["block"]), _arm(line["do"]), date.fromisoformat(line["day"])) for line in told["lines"])
    plan = Plan(
        account=str(told["account"]),
        choice=read_choice(told["try"]),
        metric=str(told["metric"]),
        zone=check_zone(told["zone"]),
        made=datetime.fromisoformat(told["made"]).astimezone(UTC),
        seed=int(told["seed"]),
        spacing=float(told["spacing_days"]),
        tells_percent=float(told["tells_percent"]),
        lines=lines,
    )
    arms: dict[int, list[Arm]] = {}
    for line in lines:
        arms.setdefault(line.block, []).append(line.arm)
    is_whole = all(sorted(both) == ["try", "usual"] for both in arms.values())
    is_in_order = [line.day for line in lines] == sorted(line.day for line in lines)
    is_known = plan.metric in POST_METRICS and 0 < plan.spacing < 1000 and 0 < plan.tells_percent < 1e6
    if not (0 < len(lines) <= MOST_LINES and is_whole and is_in_order and is_known):
        raise ValueError("its lines do not fit together")
    return plan


def _arm(told: str) -> Arm:
    if told == "try":
        return "try"
    if told == "usual":
        return "usual"
    raise ValueError("an arm is try or usual")


def _no_plan(name: str) -> UsageError:
    return UsageError(
        f"{name}: this is no plan of fieber, or it was changed by hand; make a new one with fieber experiment",
        de=f"{name}: Das ist kein Plan von fieber, oder er wurde von Hand geändert; mach einen neuen mit"
        " fieber experiment",
    )
