"""What templates may call: `{% say "key" name=value %}`, and the few values that are written as words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from fieber.desk import words
from fieber.report import post_chart
from fieber.report.html_parts import FOOTER
from fieber.report.roster_parts import signed

if TYPE_CHECKING:
    from fieber.desk.checkups.models import Checkup, Finding
    from fieber.desk.roster.listing import Line
    from fieber.desk.roster.models import Run
    from fieber.model.text import Value

register = template.Library()

LEGAL = {"imprint": "nav.imprint", "privacy": "nav.privacy", "terms": "nav.terms"}
FOR_EVERYBODY = (("agreements", "nav.agreements"), ("rights", "nav.data"))
FOR_CREATORS = (("own", "nav.own"), ("letters", "nav.letters"), ("ticks", "nav.tick"))
FOR_MANAGERS = (
    ("roster", "nav.roster"),
    ("roster_today", "nav.today"),
    ("cases", "nav.cases"),
    ("explained", "nav.explained"),
    ("links", "nav.links"),
    ("inquiries", "nav.inquiries"),
)
FOR_CALLERS = (
    ("roster", "nav.roster"),
    ("roster_today", "nav.today"),
    ("cases", "nav.cases"),
    ("explained", "nav.explained"),
    ("inquiries", "nav.inquiries"),
    ("team", "nav.team"),
    ("rights", "nav.data"),
)
FOR_ADMINISTRATORS = (("people", "nav.people"), ("plans", "nav.plans"), ("pages", "nav.pages"), ("jobs", "nav.jobs"))


@register.simple_tag
def say(key: str, **values: Value) -> str:
    """Write one sentence in the language of the page; what comes from outside is escaped by Django."""
    return words.say(key, **values)


@register.simple_tag
def footer() -> list[str]:
    """Give the sentences at the foot of every page of fieber."""
    return [words.say(key) for key in FOOTER]


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the pages that this person may open: name of the route, key of the word."""
    role = context["user"].role
    if role == "creator":
        return [*FOR_CREATORS, *FOR_EVERYBODY]
    accounts = [("accounts", "nav.accounts")] if settings.IS_DEMO else []
    if role == "caller":
        return [*accounts, *FOR_CALLERS]
    more = FOR_ADMINISTRATORS if role == "administrator" else (("team", "nav.team"),)
    return [*accounts, *FOR_MANAGERS, *FOR_EVERYBODY, *more]


@register.simple_tag
def marks() -> SafeString:
    """Give the marks that the charts of a finding use."""
    return mark_safe(post_chart.marks())  # noqa: S308 - made of our own constants


@register.simple_tag
def page(written: str) -> SafeString:
    """Give a finding that was just made; written by the report, which escapes."""
    return mark_safe(written)  # noqa: S308 - see above


@register.simple_tag
def run_told(run: Run) -> str:
    """Say what a file of the roster told, or why it could not be read."""
    return str(getattr(run, f"told_{words.words().lang}"))


@register.simple_tag
def refusal(checkup: Checkup) -> str:
    """Say why a check-up found nothing; on a page a sentence ends with a full stop."""
    return str(getattr(checkup, f"refused_{words.words().lang}")).removesuffix(".") + "."


@register.simple_tag
def verdict(name: str) -> str:
    """Write a verdict."""
    return words.say(f"verdict.{name}")


@register.simple_tag
def role(name: str) -> str:
    """Write a role."""
    return words.say(f"role.{name}")


@register.simple_tag
def reauthentication(way: str) -> str:
    """Write another way to prove who one is."""
    return words.say(f"again.by.{way}")


@register.simple_tag
def can_register() -> bool:
    """Say whether anybody may register here."""
    return bool(settings.IS_PUBLIC)


@register.simple_tag
def page_title(kind: str) -> str:
    """Write the name of a legal page."""
    return words.say(LEGAL[kind])


@register.simple_tag
def legal() -> list[str]:
    """Give the kinds of pages that every page leads to."""
    return list(LEGAL)


@register.simple_tag
def right(what: str) -> str:
    """Write what of somebody's rights was used."""
    return words.say(f"rights.what.{what}")


@register.simple_tag
def job(kind: str) -> str:
    """Write the kind or the state of a job; a kind of another version by its name."""
    return words.say(f"job.{kind}") if words.words().knows(f"job.{kind}") else kind


@register.simple_tag
def change(finding: Finding | Line) -> str:
    """Write the change that a finding speaks of, with its interval."""
    if finding.change is None:
        return words.words().word("table.none")
    return words.say("own.change.told", percent=finding.change, low=finding.change_low, high=finding.change_high)


@register.simple_tag
def short_change(line: Line) -> str:
    """Write the change of a line of the list on little room."""
    numbers = {"percent": line.change, "low": line.change_low, "high": line.change_high}
    signs = {name: signed(value) for name, value in numbers.items() if value is not None}
    return words.say("everybody.change", **signs) if len(signs) == len(numbers) else words.words().word("table.none")


@register.filter
def temperature(degrees: float | None) -> str:
    """Write a temperature as the report does."""
    return words.words().temperature(degrees)


@register.filter
def platform(name: str) -> str:
    """Write the name of a platform as its owner does."""
    return words.words().platform(name) if name else ""
