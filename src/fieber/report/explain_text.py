"""The text about a cause: as lines of a terminal, and as a page of Markdown."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from fieber.report.terminal import BOLD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.report.terminal import Screen

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
ITEM = re.compile(r"- |\d+\. |\[[^\]]+\]$")  # of a list, or a place to fill in that has its own line
ADDRESS = re.compile(r"https?://\S+")
BREAK = ("  ", "\\")  # what ends a line of Markdown that is to stay one
MARKS = re.compile(r"[*_`]{1,2}(?=\S)([^*_`]+)(?<=\S)[*_`]{1,2}")


def text_lines(title: str, text: str, screen: Screen) -> list[str]:
    """Give a title and a text in Markdown (headings, paragraphs, lists) as lines that fit the screen."""
    blocks = [[screen.paint(line, BOLD) for line in screen.wrap(title)]]
    blocks += [_block(block, screen) for block in re.split(r"\n\s*\n", text.strip())]
    return "\n\n".join("\n".join(block) for block in blocks).split("\n")


def titles_in_lines(titles: Mapping[str, str], screen: Screen) -> list[str]:
    """Give names and titles side by side; where the screen is too narrow, the title goes below."""
    width = max(len(name) for name in titles)
    lines = []
    for name, title in titles.items():
        whole = screen.wrap(f"{name:<{width}}  {title}")
        lines += whole if len(whole) == 1 else [name, *(f"  {line}" for line in screen.wrap(title))]
    return lines


def page(title: str, text: str, other: tuple[str, str]) -> str:
    """Give one page of Markdown; other: words and target of the link to the page in the other language."""
    return f"# {title}\n\n[{other[0]}]({other[1]})\n\n{text.strip()}\n"


def _block(block: str, screen: Screen) -> list[str]:
    if block.startswith("#"):
        return [screen.paint(line, BOLD) for line in screen.wrap(block.lstrip("# "))]
    lines: list[str] = []
    for is_list, rows in groupby(_items(block), key=lambda row: ITEM.match(row) is not None):
        for row in rows:
            if ADDRESS.fullmatch(row):
                lines.append(f"  {row}")  # cut in two it could not be opened any more
                continue
            shown = screen.wrap(_plain(row))
            lines += [shown[0], *(f"  {line}" if is_list else line for line in shown[1:])]
    return lines


def _items(block: str) -> list[str]:
    """Give the items of a list, or the whole paragraph; line breaks of the source go, those of Markdown stay."""
    rows: list[str] = []
    is_broken = True
    for line in block.splitlines():
        if is_broken or ITEM.match(line):
            rows.append(line.strip())
        else:
            rows[-1] += f" {line.strip()}"
        is_broken = line.endswith(BREAK)
    return [row.rstrip("\\") for row in rows]


def _plain(text: str) -> str:
    """Take the marks of Markdown off; a link keeps its address."""
    return MARKS.sub(r"\1", LINK.sub(r"\1 (\2)", text))
