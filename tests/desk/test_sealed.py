"""Words of a person are closed in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from fieber.desk import sealed
from fieber.desk.checkups.models import Checkup

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
