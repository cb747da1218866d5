"""The HTML flavour of an export, brought into the same records as JSON.

Class names have been the same from 2022 to 2026 and in all languages: `_a6-g` one entry, `_a6-o` its date, `_a6_q` a
label (with its value inside, or in a following `_a6_r`), `_a6-p` its body. HTML is proper UTF-8: no mojibake here.
Captions and the names of followers are passed over, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from fieber.readers._instagram_dates import Clock, derive_clock, parse_local
from fieber.readers._instagram_records import Label, Medium, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_ENTRY, _BODY, _DATE, _LABEL, _VALUE = "_a6-g", "_a6-p", "_a6-o", "_a6_q", "_a6_r"


@dataclass(slots=True)
class _Block:
    uris: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)  # each: the label, then what its value says
    dates: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """One parsed HTML file: its entries, and its header's moment as printed and as ISO time."""

    blocks: tuple[_Block, ...]
    header: tuple[str, str] | None

    @property
    def clock(self) -> Clock | None:
        """How its times relate to UTC, where the header tells."""
        return derive_clock(*self.header) if self.header else None


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.header: tuple[str, str] | None = None
        self._open: list[tuple[str, frozenset[str]]] = []
        self._depth = 0  # of open entries; an entry inside an entry belongs to the outer one
        self._stated: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        classes = frozenset(attributes.get("class", "").split())
        if _ENTRY in classes and tag != "img":
            if self._depth == 0:
                self.blocks.append(_Block())
            self._depth += 1
        if tag == "time":
            self._stated = attributes.get("datetime")
        if self._depth:
            self._inside(tag, classes, attributes)
        if tag not in _VOID:
            self._open.append((tag, classes))

    def _inside(self, tag: str, classes: frozenset[str], attributes: dict[str, str]) -> None:
        block = self.blocks[-1]
        uri = attributes.get("href" if tag == "a" else "src", "") if tag in {"a", "img", "video"} else ""
        if uri.startswith("media/") and uri not in block.uris:
            block.uris.append(uri)
        if tag == "td" and _LABEL in classes:
            block.cells.append([])

    def handle_endtag(self, tag: str) -> None:
        if not any(opened == tag for opened, _ in self._open):
            return
        while self._open:
            opened, classes = self._open.pop()
            self._depth -= _ENTRY in classes
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text:
            return
        tags = {tag for tag, _ in self._open}
        if "time" in tags and self._stated is not None and self.header is None:
            self.header = (text, self._stated)
        if self._depth:
            self._text(text, tags)

    def _text(self, text: str, tags: set[str]) -> None:
        block = self.blocks[-1]
        classes = frozenset().union(*(found for _, found in self._open))
        if (_LABEL in classes or _VALUE in classes) and "td" in tags:
            if block.cells:
                block.cells[-1].append(text)
        elif _DATE in classes:
            block.dates.append(text)
        elif _BODY in classes and "a" not in tags:
            block.body.append(text)


def parse_page(raw: bytes) -> Page:
    """Parse one HTML file of an export; a page without entries gives none."""
    parser = _Parser()
    parser.feed(raw.decode("utf-8-sig", errors="replace"))
    parser.close()
    return Page(tuple(parser.blocks), parser.header)


def records_from_page(page: Page, clock: Clock) -> tuple[Record, ...]:
    """Give the page's entries as records, their times turned to UTC by `clock`; minutes are the finest they have."""
    texts = list(dict.fromkeys(text for block in page.blocks for text in _dated_texts(block)))
    local = {text: moment for text in texts if (moment := parse_local(text)) is not None}
    moments = dict(zip(local, clock.to_utc(list(local.values())), strict=True))
    return tuple(
        Record(
            created=next((moments[text] for text in reversed(block.dates) if text in moments), None),
            media=tuple(Medium(uri) for uri in block.uris),
            labels=tuple(
                Label(cell[0], value := " ".join(cell[1:]), moments.get(value)) for cell in block.cells if cell
            ),
            times=tuple(moments[text] for text in block.body if text in moments),
        )
        for block in page.blocks
    )


def _dated_texts(block: _Block) -> Iterator[str]:
    yield from block.dates
    yield from block.body
    for cell in block.cells:
        yield " ".join(cell[1:])
