"""Words of a person are closed in the database."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from tests.desk.people import person

from fieber.desk import sealed
from fieber.desk.checkups.models import Checkup
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - a type

SENTENCE = "Ich kann nicht mehr, meine Likes sind halbiert"


def stored(checkup: Checkup) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("select sentence from checkups_checkup")
        return bytes(cursor.fetchone()[0])


def test_it_comes_back_and_is_not_legible(desk: None) -> None:
    """What was said can be read here, and in the database it is noise."""
    checkup = Checkup.objects.create(sentence=SENTENCE)

    assert Checkup.objects.get().sentence == SENTENCE
    assert b"Likes" not in stored(checkup)


def test_the_same_words_look_different_each_time(desk: None) -> None:
    """Nobody sees from the outside that two people said the same."""
    checkup = Checkup.objects.create(sentence=SENTENCE)
    before = stored(checkup)
    checkup.save()

    assert stored(checkup) != before


def test_another_secret_does_not_open_it(desk: None, monkeypatch: MonkeyPatch) -> None:
    """A copy of the database without the secret says nothing."""
    Checkup.objects.create(sentence=SENTENCE)
    sealed._lock.cache_clear()
    monkeypatch.setattr("django.conf.settings.SECRET_KEY", "another secret")

    with pytest.raises(InvalidToken):
        Checkup.objects.get()
    sealed._lock.cache_clear()


def test_a_new_secret_takes_the_place_of_the_old_one(desk: None, monkeypatch: MonkeyPatch) -> None:
    """With the old one beside it everything can be read; closed anew, the old one is not needed, nor would it help."""
    lena = person("lena", Role.CREATOR)
    old = settings.SECRET_KEY
    Checkup.objects.create(sentence=SENTENCE)
    TOTP.activate(lena, "the secret of an app")

    def with_secrets(secret: str, *before: str) -> None:
        sealed._lock.cache_clear()
        monkeypatch.setattr(settings, "SECRET_KEY", secret)
        monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [*before])

    with_secrets("a new secret", old)
    assert Checkup.objects.get().sentence == SENTENCE
    assert int(call_command("reseal", stdout=io.StringIO())) >= 2

    with_secrets("a new secret")
    assert Checkup.objects.get().sentence == SENTENCE
    assert sealed.opened(Authenticator.objects.get().data["secret"]) == "the secret of an app"
    with_secrets(old)
    with pytest.raises(InvalidToken):
        Checkup.objects.get()
    sealed._lock.cache_clear()
