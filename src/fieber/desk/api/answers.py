"""What is told to a program of an account, a check-up, a finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from fieber.desk.api.models import Contract
from fieber.desk.checkups.models import Finding, State
from fieber.desk.checkups.services import visible_to
from fieber.desk.people.models import Role
from fieber.desk.roster.listing import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from fieber.desk.accounts.models import Account
    from fieber.desk.checkups.models import Checkup
    from fieber.desk.people.models import Person
    from fieber.desk.roster.listing import Line

PAGES = ("page_de", "page_en", "spoken_de", "spoken_en")  # long, and not for programs


def keep_contracts(about: UUID, found: Sequence[dict[str, Any]]) -> None:
    """Keep what was found as JSON beside the pages."""
    findings = {finding.number: finding for finding in Finding.objects.filter(checkup=about).only("number")}
    Contract.objects.bulk_create(
        Contract(finding=findings[number], **{f"json_{lang}": json.dumps(told) for lang, told in contract.items()})
        for number, one in enumerate(found)
        if (contract := one.get("contract"))
    )


def accounts(person: Person, seen: Sequence[Account]) -> list[dict[str, Any]]:
    """Tell accounts, each with the newest finding that this person may see."""
    done = visible_to(person).filter(account__in=seen, state=State.DONE)
    findings = Finding.objects.filter(checkup__in=done.values("pk"), number=0).select_related("checkup")
    newest = {one.checkup.account_id: one for one in findings.defer(*PAGES).order_by("checkup__made_at")}
    listed = {} if person.role == Role.CREATOR else _listed(person, seen)
    return [_account(person, one, newest.get(one.pk)) | {"listed": listed.get(one.pk)} for one in seen]


def _listed(person: Person, seen: Sequence[Account]) -> dict[int, dict[str, Any]]:
    return {line.number: listed(line) for line in lines_of(person, Q(pk__in=[one.pk for one in seen]))}


def listed(line: Line) -> dict[str, Any]:
    """Tell what a person's list says of an account: what is newest of it, and what the person writes beside it."""
    change = None if line.change is None else (line.change, line.change_low, line.change_high)
    return {
        **{name: getattr(line, name) for name in ("temperature", "stands_out", "q_value", "seen_at", "called_at")},
        "verdict": line.verdict or None,
        "change": change and dict(zip(("percent", "low", "high"), change, strict=True)),
        "tags": list(line.tags),
        "owner": line.keeper,
    }


def _account(person: Person, one: Account, finding: Finding | None) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("id", "name", "platform", "is_simulated")},
        "is_own": one.owner_id == person.pk,
        "latest": finding
        and {
            "checkup": finding.checkup_id,
            "made_at": finding.checkup.made_at,
            "verdict": finding.verdict,
            "temperature": finding.temperature,
        },
    }


def checkup(one: Checkup) -> dict[str, Any]:
    """Tell a check-up without what it found."""
    return {name: getattr(one, name) for name in ("id", "state", "made_at", "is_follow_up")} | {
        "account": one.account_id
    }


def with_findings(one: Checkup, lang: str) -> dict[str, Any]:
    """Tell a check-up with all that it found, in a language."""
    findings = one.findings.defer(*PAGES).select_related("contract").order_by("number")
    return checkup(one) | {
        "refused": getattr(one, f"refused_{lang}") or None,
        "findings": [
            {
                "account": finding.name,
                "verdict": finding.verdict,
                "temperature": finding.temperature,
                "finding": _contract(finding, lang),
            }
            for finding in findings
        ],
    }


def first_contract(one: Checkup, lang: str) -> dict[str, Any] | None:
    """Give the first finding of a check-up as JSON; None where there is none."""
    finding = one.findings.defer(*PAGES).select_related("contract").order_by("number").first()
    return finding and _contract(finding, lang)


def _contract(finding: Finding, lang: str) -> dict[str, Any] | None:
    contract = getattr(finding, "contract", None)
    return None if contract is None else json.loads(getattr(contract, f"json_{lang}"))
