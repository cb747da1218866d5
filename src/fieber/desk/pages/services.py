"""Which version of a page holds, what is still to be filled in, and who agreed."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from fieber.desk.pages.models import Consent, Kind, PageVersion
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.desk.people.models import Person

DRAFTS = Path(__file__).with_name("drafts")
AGREED = (Kind.TERMS, Kind.PRIVACY)  # the imprint is nothing to agree to
PLACE = re.compile(r"\[\[(.+?)\]\]")  # what the operator has to fill in


@lru_cache(maxsize=2 * len(Kind))
def draft(kind: str, lang: str) -> str:
    """Give the text that fieber ships."""
    return (DRAFTS / f"{kind}.{lang}.md").read_text(encoding="utf-8")


def current(kind: str) -> PageVersion:
    """Give the version that holds: the newest one, or the draft (number 0, not kept yet)."""
    newest = PageVersion.objects.filter(kind=kind).order_by("-number").first()
    return newest or PageVersion(kind=kind, number=0, text_de=draft(kind, "de"), text_en=draft(kind, "en"))


def publish(kind: str, *, de: str, en: str, person: Person | None, asks_again: bool = True) -> PageVersion:
    """Keep a new version, which holds from now on."""
    with transaction.atomic():
        number = current(kind).number + 1
        return PageVersion.objects.create(
            kind=kind, number=number, text_de=de, text_en=en, made_by=person, asks_again=asks_again
        )


def unfilled(version: PageVersion) -> list[str]:
    """Give the marked places that are still to be filled in, each once."""
    return list(dict.fromkeys(PLACE.findall(version.text_de) + PLACE.findall(version.text_en)))


def unfinished() -> list[str]:
    """Give the pages of which something is still to be filled in."""
    return [kind for kind in Kind.values if unfilled(current(kind))]


def as_html(text: str) -> SafeString:
    """Give a text as elements: Markdown without raw HTML and without pictures; what is to be filled in is marked."""
    tokens = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
    parsed = tokens.parse(text)
    for token in parsed:
        if token.tag == "h1":  # the page has a title of its own
            token.tag = "h2"
    return mark_safe(PLACE.sub(r"<mark>\1</mark>", tokens.renderer.render(parsed, tokens.options, {})))  # noqa: S308 - the parser escapes


def agree(person: Person, seen: Mapping[str, int | None]) -> None:
    """Keep that somebody agreed to the versions that stood on the page; of others they are asked again.

    Args:
        seen: by kind, the number that the page told (0: the draft); None: it did not, so the version that holds.
    """
    for kind in AGREED:
        version = _shown(kind, seen.get(kind))
        if version is not None:
            Consent.objects.get_or_create(person=person, kind=kind, number=version.number)


def _shown(kind: str, number: int | None) -> PageVersion | None:
    """Give the version of that number; an agreed draft is kept by that, if no page was."""
    holds = current(kind)
    if not holds.number:
        return publish(kind, de=holds.text_de, en=holds.text_en, person=None)
    if number is None:
        return holds
    kept = PageVersion.objects.filter(kind=kind)
    if not number:
        kept, number = kept.filter(text_de=draft(kind, "de"), text_en=draft(kind, "en")), 1
    return kept.filter(number=number).first()


def confirm_age(person: Person, years: int) -> None:
    """Keep that somebody said to be so old."""
    Consent.objects.get_or_create(person=person, kind=Consent.AGE, number=years)


def to_agree(person: Person) -> list[str]:
    """Give the pages of which there is a version that a creator has not agreed to, nor to a later one.

    Who works here does so for the operator, with an agreement of their own.
    """
    if person.role != Role.CREATOR:
        return []
    agreed = Consent.objects.filter(person=person, kind=OuterRef("kind"), number__gte=OuterRef("number"))
    asked = PageVersion.objects.filter(kind__in=AGREED, asks_again=True).exclude(Exists(agreed))
    return sorted(set(asked.values_list("kind", flat=True)), key=AGREED.index)
