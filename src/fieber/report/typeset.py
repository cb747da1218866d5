"""The one door to the typesetter (typst, extra `pdf`): a report as PDF or PNG, in the fonts of the package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from fieber.errors import UsageError
from fieber.report.compose import compose
from fieber.report.plain import clean
from fieber.report.printed import breakable, printed
from fieber.report.words import Words

if TYPE_CHECKING:
    from typst import Compiler

    from fieber.model.diagnosis import Diagnosis

LAYOUTS = Path(__file__).with_name("templates") / "print"
FONTS = Path(__file__).with_name("fonts")
POINTS_PER_INCH = 72.0  # a point of the card is a pixel


def to_pdf(diagnosis: Diagnosis, lang: str) -> bytes:
    """Give the whole report of one account as a tagged PDF (PDF/UA-1) on A4.

    Args:
        diagnosis: what the check-up found. lang: "de" or "en".

    Raises:
        UsageError: the extra `pdf` is not installed.
    """
    return _pdf("long", diagnosis, lang)


def to_client_pdf(diagnosis: Diagnosis, lang: str, *, sender: str = "") -> bytes:
    """Give one page for a client: the first screen of the report and its picture, never more than the page.

    Args:
        diagnosis, lang: as in `to_pdf`. sender: whose page it is, for its head; "" for none.

    Raises:
        UsageError: the extra `pdf` is not installed.
    """
    return _pdf("client", diagnosis, lang, sender=sender)


def to_png(diagnosis: Diagnosis, lang: str) -> bytes:
    """Give a card for a chat as a PNG of 1080 by 1350 pixels.

    Raises:
        UsageError: the extra `pdf` is not installed.
    """
    written = _compiler().compile(
        LAYOUTS / "card.typ", format="png", ppi=POINTS_PER_INCH, sys_inputs=_inputs(diagnosis, lang)
    )
    return _whole(written)


def _pdf(layout: str, diagnosis: Diagnosis, lang: str, *, sender: str = "") -> bytes:
    written = _compiler().compile(
        LAYOUTS / f"{layout}.typ",
        format="pdf",
        sys_inputs=_inputs(diagnosis, lang) | {"sender": breakable(clean(sender))},
        pdf_standards="ua-1",
        timestamp=int(diagnosis.as_of.timestamp()),  # never the clock: the same input gives the same bytes
    )
    return _whole(written)


def _inputs(diagnosis: Diagnosis, lang: str) -> dict[str, str]:
    value = printed(compose(diagnosis, lang), Words(lang, as_of=diagnosis.as_of))
    return {"report": json.dumps(value, ensure_ascii=False, allow_nan=False)}


def _whole(written: bytes | list[bytes] | None) -> bytes:
    if not isinstance(written, bytes):
        message = "a form of one page came out as several, or as none"
        raise TypeError(message)
    return written


def _compiler() -> Compiler:
    try:
        from typst import Compiler  # noqa: PLC0415 - the one door of the extra `pdf`
    except ImportError:
        raise UsageError(
            'PDF and PNG need the extra "pdf"; install it with: pip install "fieber[pdf]"',
            de='PDF und PNG brauchen den Zusatz "pdf"; installiere ihn mit: pip install "fieber[pdf]"',
        ) from None
    return Compiler(root=LAYOUTS, font_paths=[FONTS])
