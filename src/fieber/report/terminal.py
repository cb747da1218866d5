"""Report → text for one screen of a terminal: the answer, the reason, one next step, one small picture."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieber.model.text import Message
from fieber.report import text_chart
from fieber.report.compose import compose, coverage_line
from fieber.report.plain import clean, shorten
from fieber.report.sentences import OF_THE_DAY, basis_of
from fieber.report.tables import source_name, vital_name
from fieber.report.words import Words

if TYPE_CHECKING:
    from fieber.model.diagnosis import Diagnosis
    from fieber.model.text import Value
    from fieber.report.document import Loss, Report

WIDEST = 88  # longer lines are hard to read
TALLEST = 30  # lines of a small terminal window; the picture gives way first
LONGEST_FILE = 48  # letters of a file's name
PICTURE_HEIGHTS = (4, 8)  # rows: below, nothing can be seen in it; above, nothing more
BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
COLOURS = {"healthy": "\x1b[36m", "elevated": "\x1b[33m", "fever": "\x1b[31m", "high_fever": "\x1b[35m", "unknown": DIM}

SAYS_THE_CHANGE = {
    f"{sentence}.{direction}" for sentence in ("change", "claim.measured") for direction in ("loss", "gain", "either")
}

# what a plain encoding cannot hold, in characters that it can
_PLAIN = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
        "„": '"', "“": '"', "”": '"', "\N{EN DASH}": "-", "\N{MINUS SIGN}": "-", "…": "...", "→": ">", "°": "",
        "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "·": "|", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """What is written on: its width, its encoding, and whether it has colours."""

    columns: int
    encoding: str
    colour: bool

    @property
    def marks(self) -> text_chart.Marks:
        """The characters of the pictures that this screen can show."""
        return text_chart.UNICODE if self.holds("█░┆•▲○") else text_chart.ASCII

    def narrowed(self) -> Screen:
        """Give the screen with lines that can be read: neither too long nor too short."""
        return replace(self, columns=max(40, min(self.columns, WIDEST)))

    def holds(self, text: str) -> bool:
        """Say whether the encoding can write `text`; an unknown encoding can write nothing."""
        try:
            text.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def wrap(self, text: str) -> list[str]:
        """Break text into lines that fit, in characters that the screen can show."""
        shown = text
        if not self.holds(text):
            known = self.encoding if self.holds("a") else "ascii"
            shown = text.translate(_PLAIN).encode(known, errors="replace").decode(known)
        return textwrap.wrap(shown, self.columns, break_on_hyphens=False)

    def paint(self, text: str, style: str) -> str:
        """Colour text where there are colours."""
        return f"{style}{text}{RESET}" if self.colour else text


def to_terminal(
    diagnosis: Diagnosis, lang: str, *, width: int = 80, height: int = TALLEST, colour: bool, encoding: str = "utf-8"
) -> str:
    """Give the finding as text of at most `width` columns, ending in a line break.

    Args:
        diagnosis: what the check-up found.
        lang: "de" or "en".
        width: columns of the terminal, 40 or more.
        height: lines of it; the picture is left out where it would push the answer off the screen.
        colour: write ANSI colours; they never carry meaning alone.
        encoding: what the terminal understands; where it cannot hold a character, plain ASCII takes its place.
    """
    report = compose(diagnosis, lang)
    words = Words(lang, as_of=diagnosis.as_of)
    screen = Screen(width, encoding, colour).narrowed()
    opening = opening_lines(report, words, screen)
    told = [screen.wrap(words.join(paragraph)) for paragraph in report.paragraphs[bool(opening) :]]
    above = [
        *opening,
        screen.wrap(words.word("help.numbers_wait")) if opening else [],
        _head(report, words, screen),
        _answer(report, words, screen),
        *told,
        screen.wrap(words.join(report.then)),
        *[screen.wrap(words.join(paragraph)) for paragraph in report.experiment],
        _next(report, words, screen),
    ]
    foot = _foot(report, words, screen)
    used = sum(len(part) + 1 for part in above if part) + len(foot)
    parts = [*above, _picture(report, words, screen, min(height, TALLEST) - used - 1), foot]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def opening_lines(report: Report, words: Words, screen: Screen) -> list[list[str]]:
    """Give what comes before everything else where the sentence is about the person, in blocks; else nothing."""
    if not report.help_lines:
        return []
    lines = [line for message in report.help_lines for line in screen.wrap(words.say(message))]
    return [screen.wrap(words.join(report.paragraphs[0])), screen.wrap(words.word("help.intro")), lines]


def _head(report: Report, words: Words, screen: Screen) -> list[str]:
    name = shorten(clean(report.diagnosis.account), screen.columns - 24)
    platform = report.diagnosis.platform
    where = (
        words.word("page.title_elsewhere", account=name, platform=words.platform(clean(platform))) if platform else name
    )
    if report.quote is None:
        return screen.wrap(where)
    quote = words.word("page.quote", text=shorten(clean(report.quote), 2 * screen.columns))
    return screen.wrap(quote) + screen.wrap(where)


def _answer(report: Report, words: Words, screen: Screen) -> list[str]:
    # no fever is pushed at somebody who is not well
    colour, weight = (DIM, "") if report.help_lines else (COLOURS[report.verdict], BOLD)
    lines = [screen.paint(line, weight + colour) for line in screen.wrap(words.say(report.answer))]
    tube = text_chart.thermometer(report.temperature, width=min(36, screen.columns - 26), marks=screen.marks)
    shown = screen.wrap(words.temperature(report.temperature))[0]
    lines.append(f"36 {screen.paint(tube, colour)} 42   {shown}")
    return lines + ([] if report.loss is None else _loss(report, report.loss, words, screen))


def _loss(report: Report, loss: Loss, words: Words, screen: Screen) -> list[str]:
    """The change with its interval, its posts and its time, unless the reason says the change already."""
    basis = ""
    if loss.recent is not None:
        basis = words.say(basis_of(loss.vital, loss.recent, is_dated=report.coverage.is_dated))
    said = {message.key for paragraph in report.paragraphs for message in paragraph}
    name = vital_name(loss.vital, words)
    if not said & SAYS_THE_CHANGE:
        told = f"{words.word('loss.title', name=name)}: {words.say(loss.sentence)}. {basis}"
    else:
        told = f"{name}: {basis}" if basis else ""
    return screen.wrap(told)


def _next(report: Report, words: Words, screen: Screen) -> list[str]:
    title = f"{words.word('section.next')}:"
    first, *rest = screen.wrap(f"{title} {words.join(report.next_step)}")
    return [first.replace(title, screen.paint(title, BOLD), 1), *rest]


def _picture(report: Report, words: Words, screen: Screen, room: int) -> list[str]:
    """The posts against their usual range, in the lines that are left; nothing where those are too few."""
    chart = report.main_chart
    if chart is None:
        return []
    marks = screen.marks
    posts = text_chart.shown_posts(chart, screen.columns)
    states = {chart.trace.state[i] for i in posts}
    shown = [(marks.post, "table.post"), (marks.band, "legend.range")]
    shown += [(marks.viral, "legend.viral")] if "viral" in states else []
    shown += [(marks.young, "legend.young")] if "young" in states else []
    legend = screen.wrap("  ".join(f"{mark} {words.word(key)}" for mark, key in shown))
    lowest, highest = PICTURE_HEIGHTS
    height = min(highest, room - len(legend) - 1)
    if height < lowest:
        return []
    lines = text_chart.post_chart(chart, words, width=screen.columns, height=height, marks=marks)
    unit = "days" if chart.trace.metric in OF_THE_DAY else "posts"
    title = words.word(f"chart.last_{unit}", metric=chart.trace.metric, n=len(posts))
    return [*screen.wrap(title), *lines, *legend] if lines else []


def _foot(report: Report, words: Words, screen: Screen) -> list[str]:
    messages = [coverage_line(report.coverage)]
    faults = sum(fault.count for fault in report.coverage.faults if fault.is_wrong)
    if faults:
        messages.append(Message("coverage.faults", {"n": faults}))
    messages += _read_from(report, words)
    return [screen.paint(line, DIM) for line in screen.wrap(words.join(tuple(messages)))]


def _read_from(report: Report, words: Words) -> list[Message]:
    """Give which file was read as what, and how many of its columns or labels; every other form has a table of it."""
    sources = report.coverage.sources
    if not sources or not report.coverage.is_dated:  # typed in: there is no file
        return []
    files = list(dict.fromkeys(source.file for source in sources))
    readers = sorted({source_name(source, words) for source in sources})
    told: dict[str, Value] = {
        "n": len(files),
        "file": shorten(clean(files[0]), LONGEST_FILE),
        "reader": ", ".join(readers),
        "used": len({name for source in sources for name in source.matched}),
        "unused": len({name for source in sources for name in source.unmatched}),
    }
    return [Message("coverage.read_from", told)]
