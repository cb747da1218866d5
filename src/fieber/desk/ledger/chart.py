"""The calibration curve as a picture: what was said from left to right, what came from bottom to top."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from fieber.desk.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieber.stats.forecasts import Step

LEFT, TOP, SIDE = 46.0, 12.0, 240.0
TICKS = (0, 25, 50, 75, 100)


def curve(steps: Sequence[Step]) -> SafeString:
    """Give the picture; "" without a step. The diagonal is where what comes is what was said."""
    if not steps:
        return SafeString("")
    drawn = "".join((*_frame(), *(_point(step) for step in steps)))
    label = escape(say("ledger.curve", n=len(steps), fits=sum(step.fits for step in steps)))
    size = f"0 0 {LEFT + SIDE + 14:.0f} {TOP + SIDE + 44:.0f}"
    picture = f'<svg class="calibration" viewBox="{size}" role="img" aria-label="{label}">{drawn}</svg>'
    return mark_safe(picture)  # noqa: S308 - numbers, and words of ours that are escaped


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)


def _frame() -> Iterator[str]:
    for tick in TICKS:
        x, y = _x(tick / 100), _y(tick / 100)
        yield f'<path class="grid" d="M{x:.1f} {_y(0):.1f}V{_y(1):.1f}M{_x(0):.1f} {y:.1f}H{_x(1):.1f}"/>'
        yield f'<text x="{x:.1f}" y="{_y(0) + 16:.1f}" text-anchor="middle">{tick}</text>'
        yield f'<text x="{_x(0) - 7:.1f}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>'
    yield f'<path class="diagonal" d="M{_x(0):.1f} {_y(0):.1f}L{_x(1):.1f} {_y(1):.1f}"/>'
    said, came = escape(say("ledger.said.percent")), escape(say("ledger.came.percent"))
    yield f'<text x="{_x(0.5):.1f}" y="{_y(0) + 35:.1f}" text-anchor="middle">{said}</text>'
    yield f'<text transform="translate(12 {_y(0.5):.1f}) rotate(-90)" text-anchor="middle">{came}</text>'


def _point(step: Step) -> str:
    x = f"{_x(step.said):.1f}"
    line = f'<path class="range" d="M{x} {_y(step.came.low):.1f}V{_y(step.came.high):.1f}"/>'
    return f'{line}<circle cx="{x}" cy="{_y(step.came.share):.1f}" r="4.5"/>'
