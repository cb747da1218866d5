"""A roster of simulated accounts, for trying the desk out: it is known what happened to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from fieber.api import each_checkup
from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.jobs.services import put
from fieber.desk.sandbox.finding import finding
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

DEMO = "demo"
LATER = 1  # whoever uploads something is served first
STRENGTH = 0.8  # of what happened, from mild (0) to strong (1): most of it can be seen
PLATFORM = "instagram"
# what happened, and what such a person says; most who call have nothing, as in life
PATIENTS = (
    ("noise", "Ich habe immer 50.000 Likes!"),
    ("distribution", "Funktioniert der Algorithmus noch für meine Inhalte?"),
    ("noise", "My reach is down 70 % since August"),
    ("after_viral_hit", "Seit meinem Reel geht alles nur noch bergab"),
    ("noise", "Jeden Tag verliere ich Follower"),
    ("format_mix", "Meine Likes sind halbiert"),
    ("content", "Nobody likes my posts anymore"),
    ("pause", "Seit meinem Urlaub sieht mich keiner mehr"),
    ("noise", "I think I am shadowbanned"),
    ("slow_decline", "Früher war alles besser"),
    ("followers_purged", "Über Nacht sind Tausende Follower weg!"),
    ("noise", "Geht es gerade allen so?"),
)


def order() -> None:
    """Have the roster made, if it is not there yet."""
    with transaction.atomic():
        if Account.objects.filter(is_simulated=True).exists():
            return
        for _, sentence in PATIENTS:
            account = Account.objects.create(name="…", platform=PLATFORM, is_simulated=True)
            checkup = Checkup.objects.create(account=account, sentence=sentence)
            put(DEMO, checkup.pk, rank=LATER)


def make(about: uuid.UUID) -> Callable[[], None]:
    """Make one patient; give what keeps it."""
    checkup = Checkup.objects.get(pk=about)
    number = Account.objects.filter(is_simulated=True, pk__lt=checkup.account_id).count()
    cause, sentence = PATIENTS[number]
    cohort = patients([cause], seed=number + 1, platform=PLATFORM, strength=STRENGTH)
    found = [finding(one) for one in each_checkup(cohort.posts, days=cohort.days, complaint=sentence)]

    def keep() -> None:
        Account.objects.filter(pk=checkup.account_id).update(name=found[0]["account"])
        keep_findings(about, found)

    return keep


def give_up(about: uuid.UUID) -> None:
    """Leave out a patient that could not be made."""
    Account.objects.filter(checkup=about).delete()
