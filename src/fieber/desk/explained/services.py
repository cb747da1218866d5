"""Explainers as this house tells them: the package's, or what somebody here made of it; and how often each was said."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.explained.editing import lines_of, texts_of, with_texts
from fieber.desk.explained.models import Edition, Said
from fieber.explainers import Explanation, explain, explainers, tell_explainer, topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieber.desk.accounts.models import Account
    from fieber.desk.explained.editing import Texts
    from fieber.desk.people.models import Person
    from fieber.explainers import Explainer

    Change = tuple[Literal["kept", "new", "gone"], str]

AGAIN_DAYS = 30  # asked again later than that is a new question
SIGNS: dict[str, Literal["kept", "new", "gone"]] = {" ": "kept", "+": "new", "-": "gone"}


class ChangedError(Exception):
    """Somebody else changed the explainer since it was read."""


@dataclass(frozen=True, slots=True)
class Times:
    """How often something was said: by one person, and by all here."""

    own: int
    house: int


@dataclass(frozen=True, slots=True)
class Again:
    """How many accounts' people were told something, and how many of them needed it again soon."""

    told: int
    again: int


def shipped(name: str) -> Explainer | None:
    """Give an explainer as the package says it."""
    return next((one for one in explainers() if one.name == name), None)


def house() -> dict[str, Explainer]:
    """Give all explainers by name, as they are told here."""
    edited = {one.explainer: one for one in _newest() if not one.is_shipped}
    return {one.name: with_texts(one, edited[one.name].texts) if one.name in edited else one for one in explainers()}


def is_asked_for(explainer: Explainer, words: str, lang: str) -> bool:
    """Say whether all words of a search stand in the title, the short text, or the phrases it is asked for by."""
    text = " ".join((explainer.title[lang], explainer.short[lang], *explainer.asked[lang], explainer.name)).casefold()
    return all(word in text for word in words.casefold().split())


def tell(name: str, finding: Mapping[str, Any] | None = None, *, lang: Literal["de", "en"]) -> Explanation:
    """Explain one thing in the words of this house; otherwise as `fieber.explain`, whose errors it raises."""
    told = explain(name, finding, lang=lang)
    if told.kind != "explainer":
        return told
    return tell_explainer(house()[topic(name)], finding, lang)


def shorts(names: Sequence[str], lang: str) -> list[tuple[str, str, str]]:
    """Give name, title and short text of some explainers, in the words of this house."""
    known = house()
    return [(name, known[name].title[lang], known[name].short[lang]) for name in names if name in known]


def said(person: Person, explainer: str, account: Account | None = None) -> None:
    """Note that somebody said an explainer, to the person of this account where that is known."""
    Said.objects.create(person=person, explainer=explainer, account=account)


def times_said(person: Person) -> dict[str, Times]:
    """Give how often each explainer was said, by name."""
    counted = Said.objects.values("explainer").annotate(house=Count("pk"), own=Count("pk", filter=Q(person=person)))
    return {one["explainer"]: Times(one["own"], one["house"]) for one in counted.order_by()}


def asked_again(explainer: str) -> Again:
    """Give how many accounts were told this, and in how many it had to be said again within AGAIN_DAYS.

    What was said twice on one day (by the calendar of the desk) is one answer. Each account counts once, with the first
    day on which it was told; only those whose AGAIN_DAYS are over count, so that nobody is taken for content too early.
    """
    zone = ZoneInfo(settings.ZONE)
    days: dict[int, list[int]] = {}
    for account, at in Said.objects.filter(explainer=explainer, account__isnull=False).values_list("account", "at"):
        days.setdefault(account, []).append(at.astimezone(zone).toordinal())
    today = timezone.now().astimezone(zone).toordinal()
    full = [on for on in days.values() if min(on) + AGAIN_DAYS < today]
    return Again(len(full), sum(any(0 < day - min(on) <= AGAIN_DAYS for day in on) for on in full))


def history(name: str) -> list[Edition]:
    """Give all versions of this house, the newest first; none where nobody changed anything."""
    return list(Edition.objects.filter(explainer=name).select_related("made_by"))


def newest_number(name: str) -> int:
    """Give the number of the version that holds; 0 where nobody changed anything."""
    return Edition.objects.filter(explainer=name).values_list("number", flat=True).first() or 0


def texts_at(name: str, number: int) -> Texts:
    """Give what an explainer said in a version; where the package's own text held, or there is no such one, that."""
    found = Edition.objects.filter(explainer=name, number=number, is_shipped=False).first()
    return texts_of(_known(name)) if found is None else found.texts


def edit(person: Person, name: str, texts: Texts, *, seen: int) -> bool:
    """Have an explainer say these texts from now on; give whether that is a change.

    Args:
        seen: the number of the version beside which the texts were written.

    Raises:
        ChangedError: another one holds by now.
    """
    return _keep(person, name, texts, is_shipped=False, seen=seen)


def go_back(person: Person, name: str, number: int) -> bool:
    """Have an explainer say what it said in this version, or with 0 what the package says; give whether it changes.

    Raises:
        ChangedError: somebody changed it at the same moment.
    """
    if number == 0:
        return _keep(person, name, texts_of(_known(name)), is_shipped=True)
    old = Edition.objects.get(explainer=name, number=number)
    return _keep(person, name, old.texts, is_shipped=False)


def keep_ours(person: Person, name: str) -> None:
    """Keep the text of this house, having seen what the package says by now.

    Raises:
        ChangedError: somebody changed it at the same moment.
    """
    newest = Edition.objects.filter(explainer=name).first()
    if newest is not None and not newest.is_shipped and newest.shipped != _known(name).version:
        _write(person, name, newest.texts, after=newest.number, is_shipped=False)


def news_of(name: str) -> Explainer | None:
    """Give what the package says by now, where this house wrote its text beside an earlier version."""
    newest, one = Edition.objects.filter(explainer=name).first(), shipped(name)
    if newest is None or newest.is_shipped or one is None or one.version <= newest.shipped:
        return None
    return one


def difference(old: Texts, new: Texts, lang: str) -> list[Change]:
    """Give the lines of one language: those that are in both, that came, and that went."""
    compared = difflib.ndiff(lines_of(old, [lang]), lines_of(new, [lang]))
    return [(SIGNS[line[0]], line[2:]) for line in compared if line[0] in SIGNS]


def _known(name: str) -> Explainer:
    """Give an explainer of the package.

    Raises:
        KeyError: there is none of this name.
    """
    found = shipped(name)
    if found is None:
        raise KeyError(name)
    return found


def _newest() -> list[Edition]:
    newest: dict[str, Edition] = {}
    for one in Edition.objects.order_by("number"):
        newest[one.explainer] = one
    return list(newest.values())


def _keep(person: Person, name: str, texts: Texts, *, is_shipped: bool, seen: int | None = None) -> bool:
    newest = Edition.objects.filter(explainer=name).first()
    number = newest.number if newest else 0
    if seen not in {None, number}:
        raise ChangedError
    now = texts_of(_known(name)) if newest is None or newest.is_shipped else newest.texts
    if texts == now and not (is_shipped and newest is not None and not newest.is_shipped):
        return False
    _write(person, name, texts, after=number, is_shipped=is_shipped)
    return True


def _write(person: Person, name: str, texts: Texts, *, after: int, is_shipped: bool) -> None:
    """Keep a version as the one after another; whoever comes second with the same number changes nothing."""
    one = _known(name)
    new = {"explainer": name, "shipped": one.version}
    try:
        with transaction.atomic():
            if after == 0:  # so that the text that was there before the first change can be seen later
                after = 1
                Edition.objects.create(number=1, texts=texts_of(one), is_shipped=True, **new)
            Edition.objects.create(number=after + 1, texts=texts, is_shipped=is_shipped, made_by=person, **new)
            note(person, What.EXPLAINER_EDITED, f"explainer {name} {after + 1}")
    except IntegrityError:
        raise ChangedError from None
