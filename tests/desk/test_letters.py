"""Letters: asked for twice, stopped by one click, sent at most once, in the morning."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.desk.people import person
from tests.desk.post import LINK, MONDAY, Clock, anonymous, checked, parts, reader, work
from tests.watch.servers import Mailbox, free_port

from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, OF_NOTHING, do, take
from fieber.desk.letters.background import PLAN
from fieber.desk.letters.models import Letter, Rhythm, Subscription
from fieber.desk.letters.post import NotTakenError, send
from fieber.desk.letters.subscriptions import LETTER, choose, confirm_secret, leave_secret
from fieber.desk.people.models import Person, Role
from fieber.desk.people.registration import PARTS
from fieber.desk.rights.services import object_to_use

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - a type


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


def test_choices_that_do_not_exist(lena: Person) -> None:
    """Another rhythm or zone than the form has is refused with a sentence."""
    browser = Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")
    browser.force_login(lena)

    answer = browser.post(reverse("letters"), {"rhythm": "hourly", "zone": "Moon/Sea"})

    assert (answer.status_code, answer.content.decode().count("That is not one of the choices.")) == (400, 2)
