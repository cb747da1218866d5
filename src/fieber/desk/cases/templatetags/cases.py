"""What the pages of cases and of the ledger write."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import template

from fieber.desk.cases.models import Stage
from fieber.desk.words import say, words
from fieber.explainers import explainers

if TYPE_CHECKING:
    from fieber.desk.cases.models import Case, Mail
    from fieber.stats.forecasts import Share

register = template.Library()


@register.simple_tag
def case_stage(case: Case) -> str:
    """Write what a case waits for; nobody drafts an answer about somebody's own distress."""
    stage = case.stage
    return say(f"case.stage.{'person' if stage == Stage.ANSWER and case.is_about_person else stage}")


@register.simple_tag
def case_outcome(outcome: str) -> str:
    """Write whether the fear was right."""
    return say(f"case.outcome.{outcome}")


@register.simple_tag
def case_kind(kind: str) -> str:
    """Write the kind of a complaint; one that is not known as any other."""
    return say(f"case.kind.{kind}") if words().knows(f"case.kind.{kind}") else say("case.kind.other")


@register.simple_tag
def case_mail(mail: Mail) -> str:
    """Write what became of a mail."""
    return say(f"case.mail.{mail.kind}.{mail.state}", day=mail.ended_at or mail.released_at)


@register.simple_tag
def ledger_share(share: Share) -> str:
    """Write a share in percent with its interval."""
    return say("ledger.share", percent=100 * share.share, low=100 * share.low, high=100 * share.high)


@register.simple_tag
def ledger_percent(value: float | None) -> str:
    """Write a share between 0 and 1 in percent."""
    return words().word("table.none") if value is None else say("ledger.percent", percent=100 * value)


@register.simple_tag
def ledger_score(value: float) -> str:
    """Write a Brier score, to two decimals."""
    return f"{value:.2f}".replace(".", "," if words().lang == "de" else ".")


@register.simple_tag
def ledger_advice(name: str) -> str:
    """Write the kind of an advice."""
    return say(f"ledger.advice.{name}")


@register.filter
def explainer_title(name: str) -> str:
    """Write the title of an explainer in the language of the page; of one that is gone its name."""
    return next((one.title[words().lang] for one in explainers() if one.name == name), name)


@register.simple_tag
def ledger_month(month: str) -> str:
    """Write a month, "2026-11", in words."""
    return words().date(date.fromisoformat(f"{month}-01"), "month")
