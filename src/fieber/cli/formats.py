"""`fieber formats`: what can be read, how a person gets it, and what it cannot tell. The words are the readers' own."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from fieber import plugins
from fieber.cli import _options  # noqa: TC001 - typer reads the annotations while it runs
from fieber.cli._command import Command
from fieber.cli._output import StandardOutput
from fieber.cli._progress import Progress
from fieber.cli._words import Lang, language, say
from fieber.cli._writers import view_of
from fieber.errors import UsageError
from fieber.readers._unread import UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieber.readers._guide import Form, Guide
    from fieber.report.terminal import Screen

Shape = Literal["terminal", "json"]
INDENT = "  "
# as each live source spells its example; asking the sources themselves would need their extra
LIVE = ("bluesky:name.bsky.social", "instagram:me", "mastodon:@name@mastodon.social", "youtube:@channel")


def formats(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]", help="names", show_default=False)] = None,
    *,
    lang: _options.Language = None,
    form: Annotated[Shape, typer.Option("--format", help="format")] = "terminal",
) -> int:
    """List all that can be read; with a name, the steps to each of its exports."""
    spoken = lang or language((), os.environ)
    guides = known_guides()
    wanted = " ".join(names or ()).strip().lower()
    chosen = guides if not wanted else _named(guides, wanted, spoken)
    screen = view_of(is_file=False).screen.narrowed()
    if form == "json":
        text = json.dumps(guides_in_words(spoken, chosen), indent=1, ensure_ascii=False)
    elif wanted:
        text = "\n\n".join(_in_full(name, guide, spoken, screen) for name, guide in chosen.items())
    else:
        text = _overview(guides, spoken, screen)
    with Progress() as progress:
        StandardOutput("utf-8" if form == "json" else screen.encoding, progress).write(text + "\n")
    return 0


def known_guides() -> dict[str, Guide]:
    """Give the guide of each reader that has one, by the reader's name; the general ones last."""
    readers = plugins.discover("readers", "READER")
    ordered = sorted(readers, key=lambda name: (bool(getattr(readers[name], "is_general", False)), name))
    return {name: guide for name in ordered if (guide := getattr(readers[name], "guide", None)) is not None}


def guides_in_words(lang: Lang, guides: Mapping[str, Guide] | None = None) -> list[dict[str, Any]]:
    """Give guides with their steps as plain values; of all readers, if none are given."""
    return [_plain(name, guide, lang) for name, guide in (known_guides() if guides is None else guides).items()]


def _named(guides: Mapping[str, Guide], wanted: str, lang: Lang) -> dict[str, Guide]:
    for unread in UNREAD:
        if wanted in unread.also:
            raise UsageError(
                f"{unread.title} has no reader of its own: {unread.instead.en}",
                de=f"Für {unread.title} gibt es keinen eigenen Leser: {unread.instead.de}",
            )
    found = {name: guide for name, guide in guides.items() if wanted in _names(name, guide, lang)}
    if not found:
        known = ", ".join(guides)
        raise UsageError(
            f"there is no format {wanted}; choose one of {known}",
            de=f"Ein Format {wanted} gibt es nicht; wähle eines von diesen: {known}",
        )
    return found


def _names(name: str, guide: Guide, lang: Lang) -> set[str]:
    return {name, name.replace("_", " "), guide.title.in_language(lang).lower(), *guide.also}


def _plain(name: str, guide: Guide, lang: Lang) -> dict[str, Any]:
    return {
        "reader": name,
        "title": guide.title.in_language(lang),
        "forms": [
            {
                "what": form.what.in_language(lang),
                "verified": form.is_verified,
                "gives": form.gives.in_language(lang),
                "lacks": form.lacks.in_language(lang),
                "steps": [step.in_language(lang) for step in form.steps],
            }
            for form in guide.forms
        ],
    }


def _overview(guides: Mapping[str, Guide], lang: Lang, screen: Screen) -> str:
    blocks = []
    for name, guide in guides.items():
        lines = [_title(name, guide, lang)]
        for form in guide.forms:
            lines += _form(form, lang, screen)
        blocks.append("\n".join(lines))
    unread = ", ".join(one.title for one in UNREAD)
    blocks.append("\n".join(screen.wrap(say(lang, "formats.unread", names=unread))))
    blocks.append("\n".join(screen.wrap(say(lang, "formats.live", examples=", ".join(LIVE)))))
    blocks.append("\n".join(screen.wrap(say(lang, "formats.more"))))
    return "\n\n".join(blocks)


def _title(name: str, guide: Guide, lang: Lang) -> str:
    title = guide.title.in_language(lang)
    return name if title.lower() == name else f"{name}: {title}"


def _form(form: Form, lang: Lang, screen: Screen) -> list[str]:
    what = form.what.in_language(lang)
    mark = "" if form.is_verified else f" ({say(lang, 'formats.unverified')})"
    gives = say(lang, "formats.gives", what=form.gives.in_language(lang))
    lacks = say(lang, "formats.lacks", what=form.lacks.in_language(lang))
    return [*_indented([what + mark], 1, screen), *_indented([gives, lacks], 2, screen)]


def _in_full(name: str, guide: Guide, lang: Lang, screen: Screen) -> str:
    blocks = [_title(name, guide, lang)]
    for form in guide.forms:
        steps = [f"{number}. {step.in_language(lang)}" for number, step in enumerate(form.steps, 1)]
        blocks.append("\n".join([*_form(form, lang, screen), *_indented(steps, 2, screen)]))
        if not form.is_verified:
            blocks[-1] += "\n" + "\n".join(_indented([say(lang, "formats.unverified.why")], 2, screen))
    return "\n\n".join(blocks)


def _indented(lines: Iterable[str], depth: int, screen: Screen) -> list[str]:
    margin = INDENT * depth
    narrow = replace(screen, columns=screen.columns - len(margin))
    return [margin + part for line in lines for part in narrow.wrap(line)]


COMMAND = Command("formats", formats)
