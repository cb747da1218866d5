"""What a letter says: own vitals and the weather, and nothing where nothing is new."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.conf import settings
from django.utils import timezone
from tests.desk.people import FOUND, agreement_of, person
from tests.desk.post import MONDAY, Clock, checked, numbers, parts, reader, work

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.letters.models import Rhythm
from fieber.desk.letters.numbers import median_with_interval, weather_of
from fieber.desk.people.models import Person, Role
from fieber.desk.rights.cells import FEWEST_ACCOUNTS
from fieber.desk.rights.services import object_to_use, take_back

if TYPE_CHECKING:
    from tests.watch.servers import Mailbox


@pytest.mark.parametrize(
    "case",
    [
        (
            "de",
            "Neues von deinen Accounts",
            ["Hallo Lena,", "lena · Instagram", "kein Fieber, 36,4\u00a0°C", "Likes: 4.300 je Post, sonst 6.200"],
        ),
        (
            "en",
            "News about your accounts",
            ["Hello Lena,", "lena · Instagram", "no fever, 36.4\u00a0°C", "Likes: 4,300 a post, usually 6,200"],
        ),
    ],
)
def test_what_a_letter_says(lena: Person, box: Mailbox, clock: Clock, case: tuple[str, str, list[str]]) -> None:
    """Own vitals in the person's language, the same as text and as HTML, no picture, no link that tells on one."""
    lang, subject, said = case
    lena.language = lang
    lena.save()
    reader(lena)
    checked(lena, MONDAY - timedelta(days=20), temperature=38.9, verdict="fever")
    checked(lena, MONDAY - timedelta(days=1))
    clock.at(MONDAY)
    work()

    (letter,) = box.letters
    text, page = parts(letter)
    assert letter["Subject"] == subject
    for sentence in said:
        assert sentence in text.replace("\n", " ")
        assert sentence in page.replace("&#x27;", "'")
    assert "38,9" in text if lang == "de" else "38.9" in text
    assert "<img" not in page
    links = set(re.findall(r"https?://[^\s\"<>]+", text + page))
    assert links == {f"{settings.ADDRESS}/", str(letter["List-Unsubscribe"]).strip(" <>")}


@pytest.mark.parametrize(
    "case",
    [
        ({"temperature": 36.6}, "36,6", "Davor"),
        ({"temperature": None, "verdict": "unknown"}, "Das kann ich noch nicht sagen.", "Likes"),
        ({"numbers": numbers(slow_loss=-35.0)}, "etwa 35\u00a0% weniger als vor einem Jahr", "Davor"),
        ({"account": "a\u202eb\r\nSubject: x"}, "a b Subject: x", "\u202e"),
    ],
)
def test_small_things_that_matter(
    lena: Person, box: Mailbox, clock: Clock, case: tuple[dict[str, Any], str, str]
) -> None:
    """Two tenths are no change; not knowing is said; a slow loss stands beside "no fever"; names cannot steer."""
    found, said, unsaid = case
    reader(lena)
    checked(lena, MONDAY - timedelta(days=20))
    checked(lena, MONDAY - timedelta(days=1), **found)
    clock.at(MONDAY)
    work()

    text = parts(box.letters[0])[0]
    assert said in text
    assert unsaid not in text


def test_who_is_not_well_is_no_subject_of_a_letter(lena: Person, box: Mailbox, clock: Clock) -> None:
    """Where the sentence spoke of the person, no machine writes about that check-up."""
    reader(lena, Rhythm.DAILY)
    checked(lena, MONDAY - timedelta(days=1), numbers=numbers(is_about_person=True))
    clock.at(MONDAY)
    work()

    assert box.letters == []


def test_a_quiet_day_has_no_letter_and_a_quiet_week_a_short_one(lena: Person, box: Mailbox, clock: Clock) -> None:
    """Daily: only on mornings after something new. Weekly: always, and it says that nothing is new."""
    other = person("otto", Role.CREATOR)
    reader(lena, Rhythm.DAILY)
    reader(other, Rhythm.WEEKLY)
    for one in (lena, other):
        checked(one, MONDAY - timedelta(days=1), name=one.name)
    told: list[tuple[int, str]] = []
    for day in range(9):
        clock.at(MONDAY + timedelta(days=day))
        if day == 5:
            checked(lena, clock.now - timedelta(hours=3), name=lena.name)
        work()
        told += [(day, letter["To"].split("@")[0]) for letter in box.letters[len(told) :]]

    assert sorted(told) == [(0, "lena"), (0, "otto"), (5, "lena"), (7, "otto")]
    assert "no new check-up this week" in parts(box.letters[-1])[0]
    assert box.letters[-1]["Subject"] == "Nothing new this week"


def test_the_weather_needs_twenty_accounts(lena: Person, box: Mailbox, clock: Clock) -> None:
    """Nineteen give none; with the twentieth it is told, and five on their own way do not pull it along."""
    reader(lena)
    clock.at(MONDAY)
    drawn = np.random.default_rng(1).normal(-18.0, 4.0, FEWEST_ACCOUNTS - 1)
    drawn[:5] = -80.0
    for number, percent in enumerate(drawn):
        checked(person(f"p{number}", Role.CREATOR), MONDAY - timedelta(days=2), f"a{number}", numbers=numbers(percent))
    simulated = Account.objects.create(name="s", platform="instagram", is_simulated=True)
    checkup = Checkup.objects.create(account=simulated)
    keep_findings(checkup.pk, [FOUND | {"numbers": numbers()}])
    assert weather_of("instagram") is None

    checked(lena, MONDAY - timedelta(days=1), numbers=numbers(-18.0))
    checked(lena, MONDAY - timedelta(days=1), numbers=numbers(-18.0))  # twice the same account counts once
    weather = weather_of("instagram")
    assert weather is not None
    assert (weather.accounts, weather.direction) == (FEWEST_ACCOUNTS, "loss")
    assert weather.low < -18.0 < weather.high
    assert -22.0 < weather.percent < -14.0
    assert weather_of("tiktok") is None

    object_to_use(Person.objects.get(name="P7"))
    assert weather_of("instagram") is None
    take_back(Person.objects.get(name="P7"))

    work()
    assert "20 Accounts haben gerade in der Mitte 1" in parts(box.letters[-1])[0]
    clock.at(MONDAY + timedelta(days=21))
    assert weather_of("instagram") is None  # old findings say nothing about today


@pytest.mark.parametrize("n", [20, 21, 60])
def test_the_interval_of_the_weather_covers(n: int) -> None:
    """Of 1,000 desks, some accounts of which lost far more, the interval holds the middle of all in 90 % or more."""
    drawn, runs = np.random.default_rng(n), 1000

    def changes(count: int) -> Any:
        return np.expm1(drawn.normal(-0.16, 0.2, count) - (drawn.random(count) < 0.1)) * 100

    truth = float(np.median(changes(1_000_000)))
    found = [median_with_interval(changes(n).tolist()) for _ in range(runs)]

    covered = sum(low <= truth <= high for _, low, high in found) / runs
    assert 0.9 - 3 * np.sqrt(0.9 * 0.1 / runs) < covered < 0.97  # with 20 coins the next smaller interval has 88 %


def test_numbers_are_sealed_and_go_with_the_finding(lena: Person) -> None:
    """They lie encrypted beside the finding, and are deleted with it."""
    checkup = checked(lena, timezone.now())
    kept = checkup.findings.get().numbers
    assert json.loads(kept.told)["vitals"][0]["recent"] == 4300.0

    checkup.delete()
    assert not type(kept).objects.exists()


def test_what_a_manager_keeps_back_is_not_told(lena: Person, box: Mailbox, clock: Clock) -> None:
    """A check-up that the owner does not see on the desk stands in no letter either."""
    reader(lena)
    silent = agreement_of(lena, person("mara", Role.MANAGER))
    silent.client_sees_too = False
    silent.save()
    checked(lena, MONDAY - timedelta(days=2))
    kept_back = checked(lena, MONDAY - timedelta(days=1), temperature=39.9, verdict="high_fever")
    Checkup.objects.filter(pk=kept_back.pk).update(started_by=silent.manager)
    clock.at(MONDAY)
    work()

    text = parts(box.letters[0])[0]
    assert ("36,4" in text, "39,9" in text) == (True, False)
