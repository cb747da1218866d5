"""The thermometer, standing and lying, and the bar of the loss with its interval."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report.svg import number, picture, text

if TYPE_CHECKING:
    from fieber.report.document import Loss, Report
    from fieber.report.words import Words

LOWEST, HIGHEST = 36.0, 42.0
# where the words for the temperature change: DESIGN.md section 2
ZONES = (("healthy", 36.0, 37.5), ("elevated", 37.5, 38.5), ("fever", 38.5, 39.5), ("high_fever", 39.5, 42.0))


def thermometer_label(report: Report, words: Words) -> str:
    """Give what the thermometer shows, as a sentence."""
    if report.temperature is None:
        return words.word("thermometer.aria_unknown")
    return words.word("thermometer.aria", degrees=words.temperature(report.temperature), verdict=report.verdict)


def standing_thermometer(report: Report, words: Words) -> str:
    """Give the thermometer for wide screens: bulb below, scale and words to the right."""
    tube_left, tube_right, top, bottom = 58, 86, 22, 356

    def place(degrees: float) -> float:
        return 338 - (degrees - LOWEST) / (HIGHEST - LOWEST) * 290

    parts = [
        f'<path class="glass" d="M{tube_left} {bottom}V{top + 14}a14 14 0 0 1 28 0V{bottom}a32 32 0 1 1 -28 0Z"/>',
        '<circle class="mercury" cx="72" cy="385" r="24"/>',
    ]
    if report.temperature is not None:
        level = place(report.temperature)
        height = number(372 - level)
        parts.append(f'<rect class="mercury rise" x="65" y="{number(level)}" width="14" height="{height}" rx="7"/>')
    parts.append('<rect class="shine" x="67" y="36" width="3" height="290" rx="1.5"/>')
    for half in range(13):
        degrees = LOWEST + half / 2
        at = number(place(degrees))
        parts.append(f'<path class="tick" d="M{tube_right + 5} {at}h{12 if half % 2 == 0 else 6}"/>')
        if half % 2 == 0:
            parts.append(_label(f"{degrees:.0f}", tube_right + 24, place(degrees) + 5, "degrees"))
    for name, low, high in ZONES:
        y = place((low + min(high, 40.5)) / 2)
        look = "tone" if name == report.verdict else ""
        lines = _lines(words.word(f"verdict.{name}"))
        first = y + 5 - 9 * (len(lines) - 1)
        parts += [_label(part, 152, first + 18 * i, look) for i, part in enumerate(lines)]
        above, height = number(place(high) + 1.5), number(place(low) - place(high) - 3)
        parts.append(f'<rect class="zone {name}" x="136" y="{above}" width="4" height="{height}" rx="2"/>')
    label = escape(thermometer_label(report, words))
    return f'<svg class="upright" viewBox="36 8 268 416" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _lines(words: str) -> list[str]:
    """Break a long word for the temperature before its last word."""
    first, _, last = words.rpartition(" ")
    return [first, last] if len(words) > 14 else [words]


def _label(words: str, x: float, y: float, look: str) -> str:
    return text(number(x), number(y), words, look=look)


def lying_thermometer(report: Report, words: Words) -> str:
    """Give the thermometer for narrow screens: bulb on the left, scale below."""

    def place(degrees: float) -> float:
        return 16 + (degrees - LOWEST) / (HIGHEST - LOWEST) * 79

    parts = [
        '<rect class="glass" x="6%" y="16" width="92%" height="22" rx="11"/>',
        '<circle class="glass" cx="20" cy="27" r="19"/>',
        '<circle class="mercury" cx="20" cy="27" r="13"/>',
    ]
    if report.temperature is not None:
        width = number(place(report.temperature) - 5)
        parts.append(f'<rect class="mercury rise" x="5%" y="22" width="{width}%" height="10" rx="5"/>')
    for half in range(13):
        degrees = LOWEST + half / 2
        x, end = number(place(degrees)), 50 if half % 2 == 0 else 46
        parts.append(f'<line class="tick" x1="{x}%" x2="{x}%" y1="41" y2="{end}"/>')
        if half % 2 == 0:
            parts.append(text(f"{x}%", "66", f"{degrees:.0f}", anchor="middle"))
    return picture("".join(parts), look="lying", label=thermometer_label(report, words))


def loss_bar(loss: Loss, words: Words) -> str:
    """Give the change as a bar on a line from much less to more: the interval broad, the estimate as a dot."""
    change = loss.change
    lowest = max(-100.0, min(-60.0, _down_to_ten(change.low) - 10))
    highest = min(300.0, max(40.0, -_down_to_ten(-change.high) + 10))

    def place(percent: float) -> float:
        return 4 + (min(highest, max(lowest, percent)) - lowest) / (highest - lowest) * 90

    step = 20 if highest - lowest <= 160 else 50
    ticks = [percent for percent in range(-100, 301, step) if lowest <= percent <= highest]
    parts = ['<rect class="track" x="3%" y="40" width="92%" height="10" rx="5"/>']
    left, right, middle = place(change.low), place(change.high), place(change.percent)
    parts.append(
        f'<rect class="likely" x="{number(left)}%" y="36" width="{number(right - left)}%" height="18" rx="9"/>'
    )
    for percent in ticks:
        x = f"{number(place(percent))}%"
        if percent == 0:
            parts.append(f'<line class="zero" x1="{x}" x2="{x}" y1="30" y2="60"/>')
            parts.append(text(x, "78", words.word("loss.as_usual"), anchor="middle", look="strong"))
        else:
            sign = "+" if percent > 0 else "\N{MINUS SIGN}"
            minor = "minor" if percent % (2 * step) else ""
            parts.append(text(x, "78", f"{sign}{abs(percent)}\N{NO-BREAK SPACE}%", anchor="middle", look=minor))
    parts.append(f'<circle class="marker" cx="{number(middle)}%" cy="45" r="8"/>')
    anchor = "start" if middle < 15 else "end" if middle > 85 else "middle"
    parts.append(text(f"{number(middle)}%", "22", words.change(change.percent), anchor=anchor, look="tone"))
    values = {"percent": change.percent, "low": change.low, "high": change.high}
    return picture("".join(parts), look="bar", label=words.say(Message("loss.aria", values)))


def _down_to_ten(percent: float) -> float:
    return percent // 10 * 10
