"""Why it could be, and what now: causes with what speaks for and against, advice with what to expect of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fieber.report.html_parts import folded, subtitle, tag
from fieber.report.post_layers import anchor_at
from fieber.report.sentences import advice
from fieber.report.split_chart import points
from fieber.report.svg import number, text

if TYPE_CHECKING:
    from fieber.model.diagnosis import Advice
    from fieber.report.document import Explained, Report
    from fieber.report.words import Words

SHOWN = 6  # causes at once; the lighter ones can be opened


def why(report: Report, words: Words) -> str:
    """Give the causes, heaviest first, and below them what could not be weighed."""
    causes = [_cause(cause, words) for cause in report.causes]
    first = f'<ul class="causes">{"".join(causes[:SHOWN])}</ul>' if causes else ""
    rest = f'<ul class="causes">{"".join(causes[SHOWN:])}</ul>' if causes[SHOWN:] else ""
    missing = "".join(tag("li", f"{words.say(one.title)}: {words.say(one.reason)}") for one in report.missing)
    further = folded(words.word("section.more_causes", n=len(causes[SHOWN:])), rest)
    unknown = folded(words.word("section.not_weighed", n=len(report.missing)), missing and f"<ul>{missing}</ul>")
    return first + further + unknown


def _cause(cause: Explained, words: Words) -> str:
    """One cause: its name, how likely it is in words and as a bar, what speaks for it, what would speak against it."""
    weight = cause.weight
    ladder = tag("span", words.word(f"ladder.{weight.ladder}"), **{"class": "ladder"})
    width = number(100 * min(1.0, max(0.0, weight.weight)))
    bar = '<svg class="weight" aria-hidden="true"><rect class="track" width="100%" height="6" rx="3"/>'
    bar += f'<rect class="heavy" width="{width}%" height="6" rx="3"/></svg>'
    how = f'<p class="how-likely">{escape(words.say(cause.how_likely))} {ladder}</p>'
    told = tag("p", words.say(weight.evidence)) + tag("p", words.say(weight.refuted_by), **{"class": "note"})
    return f"<li>{subtitle(words.say(cause.title), 3)}{bar}{how}{told}</li>"


def now(report: Report, words: Words) -> str:
    """Give the next step and everything else to try, each with what to expect of it."""
    given = report.diagnosis.advice
    if len(given) < 2 and not any(one.expect_percent is not None for one in given):
        return ""  # the one thing to do stands on the first screen
    items = [_advice(one, words.say(advice(report.diagnosis, i)), words) for i, one in enumerate(given)]
    return f'<ol class="advice">{"".join(items)}</ol>'


def _advice(one: Advice, said: str, words: Words) -> str:
    return f"<li><p>{escape(said)}</p>{_effect(one, words)}</li>"


def _effect(one: Advice, words: Words) -> str:
    """What to expect of it, as a quiet bar; the words of the advice say the same."""
    if one.expect_percent is None or one.low is None or one.high is None:
        return ""
    most = max(20.0, *(abs(end) for end in (one.low, one.high)))

    def place(percent: float) -> float:
        return 50 + 46 * percent / most

    left, right, middle = place(one.low), place(one.high), place(one.expect_percent)
    parts = [
        '<rect class="track" x="2%" y="10" width="96%" height="6" rx="3"/>',
        f'<rect class="hoped" x="{number(left)}%" y="8" width="{number(right - left)}%" height="10" rx="5"/>',
        '<line class="zero" x1="50%" x2="50%" y1="3" y2="23"/>',
        f'<circle class="hope" cx="{number(middle)}%" cy="13" r="6"/>',
    ]
    anchor = anchor_at(middle)
    at = {"start": left, "middle": middle, "end": right}[anchor]  # the words stay within the picture
    ends = words.word("table.between", low=points(one.low), high=f"{points(one.high)}\N{NO-BREAK SPACE}%")
    parts.append(text(f"{number(at)}%", "40", ends, anchor=anchor))
    return f'<svg class="effect" aria-hidden="true">{"".join(parts)}</svg>'
