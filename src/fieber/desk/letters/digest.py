"""What a letter says: own vitals and the weather, in few words, and nothing where nothing is new."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.urls import reverse

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Finding, State
from fieber.desk.checkups.services import visible_to
from fieber.desk.letters.models import Rhythm, Subscription
from fieber.desk.letters.numbers import TOLD, numbers_of, weather_of
from fieber.desk.letters.subscriptions import confirm_secret, leave_secret
from fieber.desk.words import words_in
from fieber.report.html_parts import FOOTER
from fieber.report.plain import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fieber.desk.words import DeskWords

    Say = Callable[..., str]

SAME = 0.3  # degrees; a smaller difference is never told as one (design: how fieber speaks)


@dataclass(frozen=True, slots=True)
class Section:
    """A headline and its sentences."""

    title: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A letter, whole: as plain text and as HTML it is set from this. link: what can be done, and where."""

    lang: str
    subject: str
    lines: list[str]
    sections: list[Section]
    link: tuple[str, str]
    foot: list[str]
    stop: str | None  # the address that stops all letters; None where nobody gets any yet


def question(wanted: Subscription) -> Text:
    """Ask whether it was really them; to who says nothing, nothing more is sent."""
    words = words_in(wanted.person.language)
    say = words.word
    return Text(
        lang=words.lang,
        subject=say("letters.confirm.subject"),
        lines=[say("letters.hello", name=clean(wanted.person.name)), say("letters.confirm.mail")],
        sections=[],
        link=(say("letters.confirm.button"), _address("letters_confirm", confirm_secret(wanted))),
        foot=[say("letters.confirm.wrong", days=settings.LINK_DAYS)],
        stop=None,
    )


def reminder(wanted: Subscription) -> Text:
    """Say that it is time to look again."""
    say = words_in(wanted.person.language).word
    told = say("letters.reminder", days=settings.FOLLOW_UP_DAYS)
    return _letter(wanted, say("letters.why.reminder"), say("letters.reminder.subject"), [told])


def digest(wanted: Subscription, since: datetime | None) -> Text | None:
    """Tell what is new since then; None for who reads daily, where nothing is.

    Args:
        since: when the last one was sent; None: there was none.
    """
    words = words_in(wanted.person.language)
    say = words.word
    accounts = list(Account.objects.filter(owner=wanted.person).select_related("owner").order_by("name", "pk"))
    told = [section for account in accounts if (section := _of_account(account, since, words)) is not None]
    is_news = any(is_new for is_new, _ in told)
    if not is_news and wanted.rhythm == Rhythm.DAILY:
        return None
    weather = _weather(sorted({account.platform for account in accounts if account.platform}), words)
    return _letter(
        wanted,
        say("letters.why"),
        say("letters.digest.subject") if is_news else say("letters.digest.subject.quiet"),
        [] if is_news else [say("letters.digest.quiet") if told else say("letters.digest.none")],
        [section for _, section in told] + weather,
    )


def _letter(
    wanted: Subscription, why: str, subject: str, lines: list[str], sections: list[Section] | None = None
) -> Text:
    words = words_in(wanted.person.language)
    say = words.word
    return Text(
        lang=words.lang,
        subject=subject,
        lines=[say("letters.hello", name=clean(wanted.person.name)), *lines],
        sections=sections or [],
        link=(say("letters.open"), settings.ADDRESS + "/"),
        foot=[why, *(say(key) for key in FOOTER)],
        stop=_address("letters_leave", leave_secret(wanted.person)),
    )


def _of_account(account: Account, since: datetime | None, words: DeskWords) -> tuple[bool, Section] | None:
    """Give whether its newest finding is new, and what to say; None where a machine should say nothing."""
    seen = visible_to(account.owner).filter(account=account, state=State.DONE)  # a manager may keep theirs back
    done = Finding.objects.filter(checkup__in=seen).select_related("checkup").defer("page_de", "page_en")
    latest, *before = list(done.order_by("-checkup__made_at", "number")[:2]) or [None]
    if latest is None:
        return None
    numbers = numbers_of(latest)
    if numbers["is_about_person"]:  # somebody who is not well is no subject of a newsletter
        return None
    title = f"{clean(latest.name)} · {words.platform(account.platform)}" if account.platform else clean(latest.name)
    is_new = since is None or latest.checkup.made_at > since
    return is_new, Section(title, _new(latest, before, numbers, words.word) if is_new else [_old(latest, words.word)])


def _new(latest: Finding, before: list[Finding], numbers: dict[str, Any], say: Say) -> list[str]:
    if latest.temperature is None:
        return [say("letters.found.unknown")]
    lines = [say("letters.found", verdict=latest.verdict, temperature=latest.temperature)]
    lines += [
        say("letters.found.before", day=earlier.checkup.made_at, temperature=earlier.temperature)
        for earlier in before
        if earlier.temperature is not None and abs(latest.temperature - earlier.temperature) >= SAME
    ]
    if numbers["slow_loss"] is not None:  # then a letter may not end on "no fever"
        lines.append(say("letters.found.slow", percent=numbers["slow_loss"]))
    vitals = {vital["metric"]: vital for vital in numbers["vitals"]}
    told = [vitals[metric] for metric in TOLD if metric in vitals]
    lines += [say("letters.vital", **{name: one[name] for name in ("metric", "recent", "normal")}) for one in told]
    return lines


def _old(latest: Finding, say: Say) -> str:
    day = latest.checkup.made_at
    if latest.temperature is None:
        return say("letters.found.old.unknown", day=day)
    return say("letters.found.old", verdict=latest.verdict, temperature=latest.temperature, day=day)


def _weather(platforms: list[str], words: DeskWords) -> list[Section]:
    lines, say = list[str](), cast("Say", words.word)
    for platform in platforms:
        found = weather_of(platform)
        if found is None:
            continue
        values = {"platform": words.platform(platform), "n": found.accounts} | asdict(found)
        if found.direction == "loss":
            lines.append(say("letters.weather.loss", **values))
        elif found.direction == "gain":
            lines.append(say("letters.weather.gain", **values))
        else:
            lines.append(say("letters.weather.either", **values))
    return [Section(say("letters.weather"), lines)] if lines else []


def _address(route: str, secret: str) -> str:
    return settings.ADDRESS + reverse(route, args=[secret])
