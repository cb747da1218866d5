"""Letters: asked for twice, stopped by one click, sent at most once, in the morning, only where there is news."""

from __future__ import annotations

import json
import re
import socket
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, person
from tests.watch.servers import Mailbox, free_port, mail_server

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, OF_NOTHING, do, take
from fieber.desk.letters.background import PLAN
from fieber.desk.letters.models import Letter, Rhythm, Subscription
from fieber.desk.letters.numbers import median_with_interval, weather_of
from fieber.desk.letters.post import NotTakenError, send
from fieber.desk.letters.subscriptions import LETTER, choose, confirm, confirm_secret, leave_secret
from fieber.desk.people.models import Person, Role
from fieber.desk.people.registration import PARTS
from fieber.desk.rights.cells import FEWEST_ACCOUNTS
from fieber.desk.rights.services import object_to_use, take_back

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from pytest import MonkeyPatch  # noqa: PT013 - a type

MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # half past seven in Berlin
LINK = re.compile(r"https?://\S+/letters/\S+")


class Clock:
    """What the desk takes for now."""

    def __init__(self, monkeypatch: MonkeyPatch) -> None:
        self.now = MONDAY - timedelta(days=4)
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def at(self, moment: datetime) -> None:
        """Go there."""
        self.now = moment


@pytest.fixture
def clock(monkeypatch: MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: MonkeyPatch) -> Iterator[Mailbox]:
    with mail_server(tmp_path, with_tls=False) as box:
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_PORT", box.port)
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        yield box


@pytest.fixture
def lena(desk: None) -> Person:
    creator = person("lena", Role.CREATOR)
    creator.language = "de"
    creator.save()
    return creator


def work() -> None:
    """Do what is in the queue, planning included."""
    KINDS[PLAN].work(OF_NOTHING)()
    while (job := take(uuid4())) is not None:
        do(job)


def reader(creator: Person, rhythm: str = Rhythm.WEEKLY, **values: Any) -> Subscription:
    """Have somebody ask for letters and say yes; what was sent for it is forgotten."""
    wanted = choose(creator, rhythm, **values)
    confirm(wanted)
    Letter.objects.all().delete()
    Job.objects.all().delete()
    return Subscription.objects.get(person=creator)


def checked(creator: Person, at: datetime, name: str = "lena", **more: Any) -> Checkup:
    """Keep a check-up of the creator's account, as the reading process gives it."""
    account, _ = Account.objects.get_or_create(name=name, platform="instagram", owner=creator)
    checkup = Checkup.objects.create(account=account, started_by=creator)
    keep_findings(checkup.pk, [FOUND | {"numbers": numbers()} | more])
    Checkup.objects.filter(pk=checkup.pk).update(made_at=at)
    return checkup


def numbers(percent: float = -31.0, **more: Any) -> dict[str, Any]:
    likes = {"metric": "likes", "recent": 4300.0, "normal": 6200.0}
    return {"is_about_person": False, "slow_loss": None, "vitals": [likes | {"percent": percent}], **more}


def parts(letter: EmailMessage) -> tuple[str, str]:
    """Give a letter as plain text and as HTML."""
    plain, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert page is not None
    return plain.get_content(), page.get_content()


def anonymous(lang: str = "en") -> Client:
    return Client(headers={"accept-language": lang}, SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)


def test_asked_for_twice(lena: Person, box: Mailbox, clock: Clock) -> None:
    """The form sends one mail; without the yes in it nothing else comes, with it the letter comes on Monday."""
    browser = Client(headers={"accept-language": "de"}, SERVER_NAME="127.0.0.1")
    browser.force_login(lena)
    told = {"rhythm": "weekly", "zone": "Europe/Berlin"}
    browser.post(reverse("letters"), told)
    work()
    (question,) = box.letters
    assert question["Subject"] == "Möchtest du Briefe von fieber?"
    assert "Sag dort Ja" in browser.get(reverse("letters")).content.decode()

    clock.at(MONDAY)
    work()
    assert len(box.letters) == 1

    clock.at(MONDAY - timedelta(days=3))
    link = LINK.findall(parts(question)[0])[0].removeprefix(settings.ADDRESS)
    visitor = Client(headers={"accept-language": "de"}, SERVER_NAME="127.0.0.1")
    assert "Ja, schreib mir" in visitor.get(link).content.decode()
    work()
    assert Subscription.objects.get().confirmed_at is None  # looking at the link is no yes: programs do that too
    assert "nächsten Montag" in visitor.post(link).content.decode()
    assert "nächsten Montag" in visitor.post(link).content.decode()

    clock.at(MONDAY)
    work()
    work()
    assert [letter["To"] for letter in box.letters] == ["lena@example.org"] * 2


def test_an_older_question_is_no_yes(lena: Person, clock: Clock) -> None:
    """A link is good for a week, and for what was asked last; a made-up one for nothing."""
    first = choose(lena, Rhythm.WEEKLY)
    earlier = reverse("letters_confirm", args=[confirm_secret(first)])
    clock.at(clock.now + timedelta(hours=1))
    later = reverse("letters_confirm", args=[confirm_secret(choose(lena, Rhythm.DAILY))])

    assert anonymous().get(earlier).status_code == 410
    assert anonymous().get(later).status_code == 200
    assert anonymous().get(reverse("letters_confirm", args=["1-0.guessed"])).status_code == 410
    clock.at(clock.now + timedelta(days=8))
    assert anonymous().get(later).status_code == 410


def test_the_box_at_registration_is_a_question_only(lena: Person, box: Mailbox) -> None:
    """Ticked, the mail asks; left empty, nothing happens."""
    part = next(part for part in PARTS if "wants_letters" in part.fields())
    assert not part.fields()["wants_letters"].initial
    part.keep(lena, {"wants_letters": False})
    assert not Subscription.objects.exists()

    part.keep(lena, {"wants_letters": True})
    work()
    assert Subscription.objects.get().is_open
    assert len(box.letters) == 1


@pytest.mark.parametrize(("lang", "stop"), [("de", "Abbestellen"), ("en", "Stop these letters")])
def test_one_click_stops_them(lena: Person, box: Mailbox, clock: Clock, lang: str, stop: str) -> None:
    """By the mail program's button, without cookie or sign-in, as often as it is pressed; a look changes nothing."""
    lena.language = lang
    lena.save()
    reader(lena, reminds=True)
    clock.at(MONDAY)
    work()
    (letter,) = box.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(letter["List-Unsubscribe"]).strip(" <>")
    text, page = parts(letter)
    assert f"{stop}: {link}" in text
    assert f'href="{link}"' in page

    path = link.removeprefix(settings.ADDRESS)
    assert anonymous().get(path).status_code == 200
    assert Subscription.objects.get().rhythm == Rhythm.WEEKLY
    for _ in range(3):
        answer = anonymous().post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
    stopped = Subscription.objects.get()
    assert (stopped.rhythm, stopped.confirmed_at, stopped.reminds) == (Rhythm.NEVER, None, False)

    clock.at(MONDAY + timedelta(days=7))
    work()
    assert len(box.letters) == 1
    assert anonymous().post(reverse("letters_leave", args=["1.guessed"])).status_code == 410
    gone = leave_secret(SimpleNamespace(pk=99))  # type: ignore[arg-type]
    assert anonymous().post(reverse("letters_leave", args=[gone])).status_code == 200


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
            "News of your accounts",
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


def test_a_letter_comes_in_the_morning_where_the_person_lives(lena: Person, box: Mailbox, clock: Clock) -> None:
    """At seven in Tokyo it is eleven in the evening in Berlin; at night nobody gets one, and after noon not either."""
    reader(lena, zone="Asia/Tokyo")
    hours = {}
    for hour in range(-24, 24):
        clock.at(MONDAY.replace(hour=0, minute=30) + timedelta(hours=hour))
        before = len(box.letters)
        work()
        if len(box.letters) > before:
            hours[hour] = clock.now
    assert list(hours) == [-2]  # 22:30 UTC on Sunday: half past seven on Monday in Tokyo

    Letter.objects.all().delete()
    clock.at(MONDAY.replace(hour=4))  # 13:00 in Tokyo
    work()
    assert len(box.letters) == 1


def test_another_rhythm_needs_no_second_yes(lena: Person, box: Mailbox, clock: Clock) -> None:
    """Who reads weekly and wants to read daily has said yes; who stopped is asked again."""
    reader(lena)
    choose(lena, Rhythm.DAILY)
    assert not Letter.objects.exists()
    assert Subscription.objects.get().confirmed_at is not None

    choose(lena, Rhythm.NEVER)
    choose(lena, Rhythm.WEEKLY)
    assert [letter.kind for letter in Letter.objects.all()] == ["confirm"]
    assert Subscription.objects.get().is_open


def test_a_reminder_only_for_who_wants_one(lena: Person, box: Mailbox, clock: Clock) -> None:
    """Thirty days after the last check-up, once, and only where the box is ticked."""
    other = person("otto", Role.CREATOR)
    choose(lena, Rhythm.NEVER, reminds=True)
    choose(other, Rhythm.NEVER)
    for one in (lena, other):
        checked(one, MONDAY - timedelta(days=29, hours=12), name=one.name)
    for day in range(4):
        clock.at(MONDAY + timedelta(days=day))
        work()

    assert [letter["To"] for letter in box.letters] == ["lena@example.org"]
    assert "30 Tage her" in parts(box.letters[0])[0]


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


def test_the_server_says_no_and_later_yes(lena: Person, box: Mailbox, clock: Clock) -> None:
    """What the server did not take is tried again, later and later; then it comes once."""
    reader(lena)
    clock.at(MONDAY)
    box.refuses = True
    work()
    letter, job = Letter.objects.get(), Job.objects.get(kind=LETTER)
    assert (letter.state, job.state, job.attempts) == ("waiting", "waiting", 1)

    box.refuses = False
    clock.at(job.due + timedelta(seconds=1))
    work()
    letter.refresh_from_db()
    assert (letter.state, len(box.letters)) == ("sent", 1)


def test_no_server_at_all(lena: Person, monkeypatch: MonkeyPatch, box: Mailbox, clock: Clock) -> None:
    """Where nobody answers, nothing was sent: it is tried again."""
    reader(lena)
    clock.at(MONDAY)
    monkeypatch.setattr(settings, "EMAIL_PORT", free_port())
    KINDS[PLAN].work(OF_NOTHING)()

    with pytest.raises(NotTakenError):
        send(Letter.objects.get().pk)
    assert Letter.objects.get().state == "waiting"


def test_a_broken_line_is_left_as_it_is(lena: Person, monkeypatch: MonkeyPatch, clock: Clock) -> None:
    """The server hangs up after the letter was handed in, without a word: it may have it, so it is not sent again."""
    reader(lena)
    clock.at(MONDAY)
    KINDS[PLAN].work(OF_NOTHING)()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_PORT", listening.getsockname()[1])
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_TIMEOUT", 5)
        threading.Thread(target=take_and_hang_up, args=(listening,), daemon=True).start()
        send(Letter.objects.get().pk)()

    assert Letter.objects.get().state == "unclear"
    assert send(Letter.objects.get().pk)() is None
    assert Letter.objects.get().state == "unclear"


def take_and_hang_up(listening: socket.socket) -> None:
    """Be a mail server that takes a letter up to its last line, and then is gone."""
    line, _ = listening.accept()
    with line, line.makefile("rwb") as talk:
        talk.write(b"220 here\r\n")
        talk.flush()
        for said in talk:
            if said == b".\r\n":
                return
            if said.upper().startswith(b"DATA"):
                talk.write(b"354 go on\r\n")
            elif said.upper().startswith((b"EHLO", b"MAIL", b"RCPT")):
                talk.write(b"250 yes\r\n")
            talk.flush()


def test_who_was_killed_at_the_servers_door(lena: Person, box: Mailbox, clock: Clock) -> None:
    """A letter that somebody was sending when they were killed is not sent again: nobody knows whether it went out."""
    reader(lena)
    clock.at(MONDAY)
    KINDS[PLAN].work(OF_NOTHING)()
    Letter.objects.update(state=Letter.State.SENDING)
    while (job := take(uuid4())) is not None:
        do(job)

    assert box.letters == []
    assert (Letter.objects.get().state, Job.objects.get(kind=LETTER).state) == ("unclear", "done")


def test_what_is_late_is_not_sent(lena: Person, box: Mailbox, clock: Clock) -> None:
    """A letter of Monday that nobody took until Tuesday is out of date; one that was stopped meanwhile stays unsent."""
    reader(lena)
    clock.at(MONDAY)
    KINDS[PLAN].work(OF_NOTHING)()
    clock.at(MONDAY + timedelta(days=1))
    send(Letter.objects.get().pk)()
    assert (Letter.objects.get().state, box.letters) == ("quiet", [])


def test_who_objects_after_the_plan_gets_no_letter(lena: Person, box: Mailbox, clock: Clock) -> None:
    """An objection stops what is in the queue already, digest and reminder."""
    reader(lena, reminds=True)
    checked(lena, MONDAY - timedelta(days=40))
    clock.at(MONDAY)
    KINDS[PLAN].work(OF_NOTHING)()
    object_to_use(lena)
    work()

    assert box.letters == []
    assert [letter.state for letter in Letter.objects.all()] == ["quiet", "quiet"]


def test_numbers_are_sealed_and_go_with_the_finding(lena: Person) -> None:
    """They lie encrypted beside the finding, and are deleted with it."""
    checkup = checked(lena, timezone.now())
    kept = checkup.findings.get().numbers
    assert json.loads(kept.told)["vitals"][0]["recent"] == 4300.0

    checkup.delete()
    assert not type(kept).objects.exists()


def test_choices_that_do_not_exist(lena: Person) -> None:
    """Another rhythm or zone than the form has is refused with a sentence."""
    browser = Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")
    browser.force_login(lena)

    answer = browser.post(reverse("letters"), {"rhythm": "hourly", "zone": "Moon/Sea"})

    assert (answer.status_code, answer.content.decode().count("There is no such choice.")) == (400, 2)
