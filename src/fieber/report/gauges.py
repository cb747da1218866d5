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
DEGREE = 58  # units of height of one degree on the standing thermometer
FOOT = 366  # where 36.0 stands
MIDDLE = 44  # of the tube


def thermometer_label(report: Report, words: Words) -> str:
    """Give what the thermometer shows, as a sentence."""
    if report.temperature is None:
        return words.word("thermometer.aria_unknown")
    return words.word("thermometer.aria", degrees=words.temperature(report.temperature), verdict=report.verdict)


def standing_thermometer(report: Report, words: Words) -> str:
    """Give the thermometer for wide screens: bulb below, the scale, and beside it how rare each part of it is."""
    parts = [*_tube(report.temperature), *_scale(), *_zones(report, words)]
    label = escape(thermometer_label(report, words))
    return f'<svg class="upright" viewBox="0 0 340 452" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _place(degrees: float) -> float:
    return FOOT - (degrees - LOWEST) * DEGREE


def _tube(temperature: float | None) -> list[str]:
    """The glass, the mercury in it, and the light on it."""
    left = MIDDLE - 17
    parts = [
        f'<path class="glass" d="M{left} 384V21a17 17 0 0 1 34 0V384a35 35 0 1 1 -34 0Z"/>',
        f'<rect class="bore" x="{MIDDLE - 6}" y="12" width="12" height="400" rx="6"/>',
        f'<circle class="mercury" cx="{MIDDLE}" cy="414.5" r="26"/>',
    ]
    if temperature is not None:
        top = _place(temperature)
        size = f'width="12" height="{number(410 - top)}" rx="6"'
        parts.append(f'<rect class="mercury rise" x="{MIDDLE - 6}" y="{number(top)}" {size}/>')
        parts.append(f'<path class="level" d="M{left - 14} {number(top - 6)}l10 6l-10 6z"/>')
    parts.append(f'<path class="shine" d="M{left + 6.5} 24V372"/>')
    parts.append(f'<path class="shine" d="M{MIDDLE - 15} 424a18 18 0 0 1 5 -24"/>')
    return parts


def _scale() -> list[str]:
    """Every fifth of a degree a line, every half a longer one, every whole one its number."""
    parts, right = [], MIDDLE + 17
    for fifth in range(5 * int(HIGHEST - LOWEST) + 1):
        at, whole = number(_place(LOWEST + fifth / 5)), fifth % 5 == 0
        parts.append(f'<path class="tick{"" if whole else " fine"}" d="M{right + 5} {at}h{13 if whole else 6}"/>')
        if whole:
            degrees = LOWEST + fifth / 5
            parts.append(_label(f"{degrees:.0f}", right + 23, _place(degrees) + 5, "degrees"))
    return parts


def _zones(report: Report, words: Words) -> list[str]:
    """The words for the temperature, each with how rare such a week is."""
    parts = []
    for name, low, high in ZONES:
        active = report.temperature is not None and name == report.verdict
        above, height = number(_place(high) + 1.5), number(_place(low) - _place(high) - 3)
        parts.append(
            f'<rect class="zone {name}" x="116" y="{above}" width="{7 if active else 4}" height="{height}" rx="2"/>'
        )
        lines = [(part, "tone" if active else "") for part in _lines(words.word(f"verdict.{name}"))]
        lines += [(part, "rarity") for part in _lines(words.word(f"zone.{name}"), most=30)]
        first = _place((low + min(high, 41.0)) / 2) + 5 - 8.5 * (len(lines) - 1)
        parts += [_label(part, 134, first + 17 * i, look) for i, (part, look) in enumerate(lines)]
    return parts


def _lines(words: str, most: int = 18) -> list[str]:
    """Break a long name at the space nearest to its middle."""
    if len(words) <= most or " " not in words:
        return [words]
    spaces = [i for i, letter in enumerate(words) if letter == " "]
    middle = min(spaces, key=lambda i: abs(i - len(words) / 2))
    return [words[:middle], words[middle + 1 :]]


def _label(words: str, x: float, y: float, look: str) -> str:
    return text(number(x), number(y), words, look=look)


def lying_thermometer(report: Report, words: Words) -> str:
    """Give the thermometer for narrow screens: bulb on the left, scale below."""

    def place(degrees: float) -> float:
        return 16 + (degrees - LOWEST) / (HIGHEST - LOWEST) * 79

    parts = [
        '<rect class="glass" x="5%" y="9" width="94%" height="26" rx="13"/>',
        '<circle class="glass" cx="22" cy="22" r="21"/>',
        '<rect class="bore" x="6%" y="17" width="90%" height="10" rx="5"/>',
        '<circle class="mercury" cx="22" cy="22" r="15"/>',
    ]
    if report.temperature is not None:
        width = number(place(report.temperature) - 5)
        parts.append(f'<rect class="mercury rise" x="5%" y="17" width="{width}%" height="10" rx="5"/>')
    parts.append('<line class="shine" x1="16%" x2="95%" y1="13.5" y2="13.5"/>')
    for name, low, high in ZONES:
        left, width = number(place(low) + 0.3), number(place(high) - place(low) - 0.6)
        thick = 6 if name == report.verdict and report.temperature is not None else 3
        parts.append(f'<rect class="zone {name}" x="{left}%" y="41" width="{width}%" height="{thick}" rx="1.5"/>')
    scale = range(int(LOWEST), int(HIGHEST) + 1)
    parts += [text(f"{number(place(degrees))}%", "64", str(degrees), anchor="middle") for degrees in scale]
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
            # beside the words for nought there is no room on a phone
            minor = "minor" if percent % (2 * step) or abs(percent) == step else ""
            anchor = "start" if place(percent) < 6 else "middle"
            parts.append(text(x, "78", f"{sign}{abs(percent)}\N{NO-BREAK SPACE}%", anchor=anchor, look=minor))
    parts.append(f'<circle class="marker" cx="{number(middle)}%" cy="45" r="9"/>')
    anchor = "start" if middle < 15 else "end" if middle > 85 else "middle"
    parts.append(text(f"{number(middle)}%", "22", words.change(change.percent), anchor=anchor, look="tone"))
    values = {"percent": change.percent, "low": change.low, "high": change.high}
    return picture("".join(parts), look="bar", label=words.say(Message("loss.aria", values)))


def _down_to_ten(percent: float) -> float:
    return percent // 10 * 10
