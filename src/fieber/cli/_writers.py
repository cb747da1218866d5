"""Findings in the forms that `fieber check` writes; each writer gives the verdicts that it wrote."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieber.checkup.roster_summary import summarise
from fieber.cli import _files
from fieber.cli._folder import FolderOutput, name_of
from fieber.cli._overview import overview
from fieber.report.claim_text import sentence_above
from fieber.report.html import to_html
from fieber.report.roster_page import Roster, roster_page
from fieber.report.terminal import TALLEST, Screen, to_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieber.api import Checkup
    from fieber.cli._output import Output
    from fieber.cli._words import Lang
    from fieber.model.surroundings import RosterWeather

    Writer = Callable[[Iterator[Checkup], Output, "View", Lang], list[str]]

Format = Literal["terminal", "json", "md", "html"]
AnyFormat = Literal["terminal", "json", "md", "html", "pdf", "client-pdf", "png", "xlsx", "audio"]
NO_TEXT: frozenset[AnyFormat] = frozenset({"pdf", "client-pdf", "png", "xlsx", "audio"})
IN_A_FOLDER: frozenset[AnyFormat] = frozenset({"html", "pdf", "client-pdf", "png", "audio"})  # a file an account

FILE_WIDTH = 80  # columns of a finding that is written to a file or a pipe
NARROWEST, WIDEST = 40, 112


@dataclass(frozen=True, slots=True)
class View:
    """What is written on, how many lines of it can be seen at once, and the weather for a page of many accounts."""

    screen: Screen
    height: int
    weather: Callable[[], RosterWeather | None] = lambda: None


def view_of(*, is_file: bool) -> View:
    """Give what is written on: a file, or what standard output is."""
    if is_file:
        return View(Screen(FILE_WIDTH, "utf-8", colour=False), TALLEST)
    encoding = sys.stdout.encoding or "ascii"
    if not sys.stdout.isatty():
        return View(Screen(FILE_WIDTH, encoding, colour=False), TALLEST)
    size = shutil.get_terminal_size((FILE_WIDTH, TALLEST))
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return View(Screen(size.columns, encoding, colour), size.lines - 1)  # the last line is the shell's


def _json(checkups: Iterator[Checkup], target: Output, _view: View, _lang: Lang) -> list[str]:
    verdicts: list[str] = []
    for checkup in checkups:
        target.write(checkup.to_json() + "\n")
        verdicts.append(checkup.diagnosis.verdict)
    return verdicts


def _markdown(checkups: Iterator[Checkup], target: Output, _view: View, _lang: Lang) -> list[str]:
    verdicts: list[str] = []
    for checkup in checkups:
        target.write(("\n" if verdicts else "") + checkup.to_markdown())
        verdicts.append(checkup.diagnosis.verdict)
    return verdicts


def _html(checkups: Iterator[Checkup], target: Output, view: View, lang: Lang) -> list[str]:
    """One account is its own page; several are a list, with a page each where there is a folder for them."""
    found = list(checkups)
    diagnoses = [checkup.diagnosis for checkup in found]
    if isinstance(target, FolderOutput) and len(found) > 1:
        pages = [name_of(one.diagnosis.account, number, ".html") for number, one in enumerate(found, start=1)]
        for name, checkup in zip(pages, found, strict=True):
            target.add(name, checkup.to_html())
        target.write(roster_page(Roster(diagnoses, summarise(diagnoses), view.weather(), pages), lang))
    elif len(found) > 1:
        target.write(roster_page(Roster(diagnoses, summarise(diagnoses), view.weather()), lang))
    else:
        target.write(to_html(diagnoses[0], lang))
    return [diagnosis.verdict for diagnosis in diagnoses]


def _terminal(checkups: Iterator[Checkup], target: Output, view: View, lang: Lang) -> list[str]:
    diagnoses = [checkup.diagnosis for checkup in checkups]
    screen = view.screen
    if len(diagnoses) == 1:
        text = to_terminal(
            diagnoses[0],
            lang,
            width=screen.columns,
            height=view.height,
            colour=screen.colour,
            encoding=screen.encoding,
        )
    else:
        columns = max(NARROWEST, min(screen.columns, WIDEST))
        wide = Screen(columns, screen.encoding, screen.colour)
        text = sentence_above(diagnoses, lang, wide) + overview(diagnoses, lang, wide)
    target.write(text)
    return [diagnosis.verdict for diagnosis in diagnoses]


WRITERS: dict[Format, Writer] = {
    "terminal": _terminal,
    "json": _json,
    "md": _markdown,
    "html": _html,
}
ALL_WRITERS: dict[AnyFormat, Writer] = {
    "terminal": _terminal,
    "json": _json,
    "md": _markdown,
    "html": _html,
    "pdf": _files.pdf,
    "client-pdf": _files.client_pdf,
    "png": _files.png,
    "xlsx": _files.xlsx,
    "audio": _files.audio,
}
