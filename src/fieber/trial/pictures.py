"""Charts of the trial as SVG: lines or points over two axes, with whiskers of two standard errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 62, 230, 34, 46  # names of lines stand on the right
TICKS = 5
FONT = 'font-family="system-ui, sans-serif" font-size="12"'
# Okabe and Ito's colours, told apart by people who see no red or green; dashes tell them apart in print
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "4 2", "1 2", "10 4")


@dataclass(frozen=True, slots=True)
class Line:
    """One method or one thing measured; errors are two standard errors, 0 where none."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    errors: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: what it shows in a sentence, its axes with their ranges, lines, and a band or diagonal as target."""

    title: str
    x: str
    y: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    lines: Sequence[Line]
    band: tuple[float, float] | None = None
    has_diagonal: bool = False
    marks: dict[float, str] = field(default_factory=dict)  # names of places on the x axis instead of numbers

    def svg(self) -> str:
        """Draw it; a file of its own, readable on light and dark pages."""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {FONT}>',
            f"<title>{escape(self.title)}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            f'<text x="{LEFT}" y="20" font-size="14" font-weight="600">{escape(self.title)}</text>',
        ]
        if self.band:
            high, low = self._y(self.band[1]), self._y(self.band[0])
            width = WIDTH - RIGHT - LEFT
            parts.append(f'<rect x="{LEFT}" y="{high:.1f}" width="{width}" height="{low - high:.1f}" fill="#e8f3e8"/>')
        parts += self._axes()
        if self.has_diagonal:
            low, high = max(self.x_range[0], self.y_range[0]), min(self.x_range[1], self.y_range[1])
            parts.append(_stroke([(self._x(low), self._y(low)), (self._x(high), self._y(high))], "#999999", "3 3", 1))
        for number, line in enumerate(self.lines):
            parts += self._line(number, line)
        return "\n".join([*parts, "</svg>", ""])

    def _x(self, value: float) -> float:
        low, high = self.x_range
        return LEFT + (WIDTH - LEFT - RIGHT) * (min(max(value, low), high) - low) / (high - low)

    def _y(self, value: float) -> float:
        low, high = self.y_range
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (min(max(value, low), high) - low) / (high - low)

    def _axes(self) -> list[str]:
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        parts = [_stroke([(LEFT, TOP), (LEFT, bottom), (right, bottom)], "#333333", "", 1)]
        for value in _steps(self.y_range):
            y = self._y(value)
            parts.append(_stroke([(LEFT, y), (right, y)], "#dddddd", "", 0.6))
            parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>')
        for value, name in (self.marks or {value: f"{value:.3g}" for value in _steps(self.x_range)}).items():
            parts.append(f'<text x="{self._x(value):.1f}" y="{bottom + 16}" text-anchor="middle">{escape(name)}</text>')
        middle = (TOP + bottom) / 2
        parts.append(f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(self.x)}</text>')
        turned = f'transform="rotate(-90 16 {middle})"'
        parts.append(f'<text x="16" y="{middle}" text-anchor="middle" {turned}>{escape(self.y)}</text>')
        return parts

    def _line(self, number: int, line: Line) -> list[str]:
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        points = [(self._x(x), self._y(y)) for x, y in zip(line.x, line.y, strict=True)]
        parts = [_stroke(points, colour, dash, 2)]
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        for (x, _), y, error in zip(points, line.y, line.errors, strict=False):
            parts.append(_stroke([(x, self._y(y - error)), (x, self._y(y + error))], colour, "", 1))
        place = TOP + 8 + 18 * number
        right = WIDTH - RIGHT + 10
        parts.append(_stroke([(right, place), (right + 20, place)], colour, dash, 2))
        parts.append(f'<text x="{right + 25}" y="{place + 4}" font-size="11">{escape(line.name)}</text>')
        return parts


def _stroke(points: Sequence[tuple[float, float]], colour: str, dash: str, width: float) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>'


def _steps(span: tuple[float, float]) -> list[float]:
    low, high = span
    return [low + (high - low) * i / TICKS for i in range(TICKS + 1)]
