"""People who work with a desk, and what they have there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.agreements.models import Agreement, Question
from fieber.desk.api.models import Token
from fieber.desk.api.tokens import SCOPES, make_token
from fieber.desk.cases.services import begin
from fieber.desk.checkups.models import Checkup, Inquiry
from fieber.desk.checkups.services import keep_findings
from fieber.desk.hooks.models import Event, Hook
from fieber.desk.hooks.services import make_hook
from fieber.desk.links.models import UploadLink
from fieber.desk.people import models as people_models
from fieber.desk.people.models import Person, Role
from fieber.desk.plans.models import Plan
from fieber.desk.sealed import new_secret

UNKNOWN = make_password("a password that no test types in")
if TYPE_CHECKING:
    from django.http import HttpResponse

    from fieber.desk.cases.models import Case

PASSWORD = "a whole sentence is good"  # noqa: S105 - of people who do not exist
FOUND = {
    "account": "lena",
    "verdict": "healthy",
    "temperature": 36.4,
    "pages": {"de": "<article>Du hast kein Fieber.</article>", "en": "<article>No fever.</article>"},
}


class Team:
    """An administrator, two managers and a creator; `signed_in` gives a browser of one of them.

    The manager is in one team; the other manager, a lead and a caller are in another one.
    """

    def __init__(self) -> None:
        self.administrator = person("ada", Role.ADMINISTRATOR)
        self.manager = person("mara", Role.MANAGER)
        self.other = person("otto", Role.MANAGER)
        self.lead = person("lotte", Role.LEAD)
        self.caller = person("cem", Role.CALLER)
        self.creator = person("lena", Role.CREATOR)
        team_of("North", self.manager)
        team_of("South", self.other, self.lead, self.caller)

    def signed_in(self, who: str) -> Client:
        """Give a browser of the administrator, the manager, the other one, a lead, a caller, the creator, or nobody."""
        client = Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")
        if who != "nobody":
            client.force_login(getattr(self, who))
        return client


def team_of(name: str, *people: Person) -> people_models.Team:
    """Give a team of these people."""
    made = people_models.Team.objects.create(name=name)
    for one in people:
        made.members.create(person=one)
    return made


def person(name: str, role: str, password: str | None = None) -> Person:
    """Give a person; with a password one who can sign in by the form."""
    made = Person.objects.create_user(f"{name}@example.org", password, name=name.capitalize(), role=role)
    if password is None:
        made.password = UNKNOWN
        made.save()
    return made


def link_of(manager: Person, *, days: float = 7.0, is_used: bool = False) -> tuple[UploadLink, str]:
    """Give a link that this person sent, and its secret; a used one has a finding."""
    secret, secret_hash = new_secret()
    checkup = None
    if is_used:
        checkup = Checkup.objects.create(sentence="I always have 50,000 likes")
        keep_findings(checkup.pk, [FOUND])
    expires_at = timezone.now() + timedelta(days=days)
    made = UploadLink.objects.create(
        manager=manager, label="Lena", secret_hash=secret_hash, expires_at=expires_at, checkup=checkup
    )
    return made, secret


def account_of(owner: Person) -> Account:
    """Give an account of this person."""
    return Account.objects.create(name="lena", platform="instagram", owner=owner)


def listed_account(manager: Person, name: str = "mia") -> Account:
    """Give an entry of this manager's list."""
    return Account.objects.get_or_create(name=name, platform="instagram", manager=manager, owner=None)[0]


def question_to(owner: Person, manager: Person) -> Question:
    """Give a question of a manager to somebody."""
    return Question.objects.create(manager=manager, email=owner.email, language="en")


def agreement_of(owner: Person, manager: Person) -> Agreement:
    """Give an agreement that runs, about an account of the owner."""
    return Agreement.objects.create(account=account_of(owner), manager=manager)


def own_checkup(owner: Person, **more: Any) -> Checkup:
    """Give a check-up that somebody started of an account of their own; more: of what was found."""
    account = Account.objects.create(name="lena", platform="bluesky", owner=owner)
    checkup = Checkup.objects.create(account=account, started_by=owner, sentence="I always have 50,000 likes")
    keep_findings(checkup.pk, [{**FOUND, "spoken": {"de": "Hallo.", "en": "Hello."}, **more}])
    return checkup


def inquiry_of(owner: Person) -> Inquiry:
    """Give a check-up that is not clear, and about which somebody asked."""
    return Inquiry.objects.create(checkup=own_checkup(owner, is_clear=False))


def simulated_checkup() -> Checkup:
    """Give the check-up of a simulated account."""
    account = Account.objects.create(name="simulated_lena", platform="instagram", is_simulated=True)
    checkup = Checkup.objects.create(account=account)
    keep_findings(checkup.pk, [FOUND])
    return checkup


def case_of(manager: Person, **more: Any) -> Case:
    """Give a case of this manager about an account of their list, with a finding and a draft."""
    account = listed_account(manager)
    checkup = Checkup.objects.create(account=account, started_by=manager, sentence="I always have 50,000 likes")
    told = {lang: f"{lang}: no fever." for lang in ("de", "en")}
    keep_findings(checkup.pk, [{**FOUND, "draft": told, "advice": ["advice.nothing_wait"], **more}])
    checkup.refresh_from_db()
    return begin(manager, whose="Mia", account=account, checkup=checkup, sentence=checkup.sentence)


def plan(most: int | None = 10) -> Plan:
    """Give a plan with so many check-ups a month."""
    return Plan.objects.create(name_de="Viel", name_en="Much", checkups_a_month=most)


def token_of(owner: Person, *scopes: str) -> tuple[Token, str]:
    """Give a token of this person with these scopes, else with all; and what a program shows."""
    secret = make_token(owner, "A program", scopes or SCOPES, 30)
    return Token.objects.filter(person=owner).latest("pk"), secret


def hook_of(owner: Person, address: str = "https://hooks.example/") -> tuple[Hook, str]:
    """Give an address of this person's program that is told everything, and its secret."""
    secret = make_hook(owner, address, Event.values)
    return Hook.objects.get(person=owner), secret


def release(answer: HttpResponse) -> None:
    """Close the file that an answer sends, as a server does at its end."""
    for close in answer._resource_closers:
        close()
