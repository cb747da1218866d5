"""Findings go to the browser packed as they were kept; it reads the same page as one that unpacks nothing."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as some
from tests.desk.people import own_checkup, person

from fieber.desk import sealed
from fieber.desk.checkups.models import Inquiry
from fieber.desk.checkups.showing import MARK
from fieber.desk.packed import joined, pack, unpack
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from django.test import Client

FINDINGS = {"de": "<p>Du hast kein Fieber, Zoë.</p>" * 2000, "en": "<p>No fever.</p>" * 2000}
KEEP = {lang: f"update checkups_finding set page_{lang} = %s where id = %s" for lang in FINDINGS}  # noqa: S608 - ours
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')


@given(some.lists(some.text()))
def test_packed_texts_are_put_together(texts: list[str]) -> None:
    """What comes out is a gzip like any other, checksum and size included."""
    assert gzip.decompress(joined([pack(text) for text in texts])).decode() == "".join(texts)


def test_a_length_tells_nothing() -> None:
    """The same parts have another length each time."""
    parts = [pack("<html>"), pack("</html>")]

    assert len({len(joined(parts)) for _ in range(200)}) > 20


@pytest.mark.parametrize("is_old", [False, True], ids=["new", "kept by an older version"])
def test_the_page_is_the_same(client: Client, *, is_old: bool) -> None:
    """Packed or not, the frame and the finding of the language are there, and nobody keeps a copy."""
    lena = person("lena", Role.CREATOR)
    checkup = own_checkup(lena, pages=FINDINGS)
    if is_old:
        keep_as_before(checkup.findings.get().pk)
    client.force_login(lena)
    address = f"/checkups/{checkup.pk}/"

    plain, packed = client.get(address), client.get(address, headers={"accept-encoding": "br, gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert packed["Cache-Control"] == "no-store"
    assert "Accept-Encoding" in packed["Vary"]
    assert without_token(gzip.decompress(packed.content).decode()) == without_token(plain.content.decode())
    assert plain.content.decode().count(FINDINGS["en"]) == 1
    assert FINDINGS["de"] not in plain.content.decode()
    assert len(packed.content) < 5000
    assert int(packed["Content-Length"]) == len(packed.content)


def test_nobody_writes_the_place_of_the_findings(client: Client) -> None:
    """The mark in somebody's words is words."""
    lena = person("lena", Role.CREATOR)
    checkup = own_checkup(lena, pages=FINDINGS)
    Inquiry.objects.create(checkup=checkup, answer=MARK, answered_by=lena, answered_at=checkup.made_at)
    client.force_login(lena)

    page = client.get(f"/checkups/{checkup.pk}/").content.decode()

    assert escape(MARK) in page
    assert (page.count(MARK), page.count(FINDINGS["en"])) == (0, 1)


def test_what_is_kept_can_be_read_by_either_version() -> None:
    """An older text is zlib, a newer one gzip."""
    assert unpack(zlib.compress("Grüße".encode())) == unpack(pack("Grüße")) == "Grüße"


def keep_as_before(number: int) -> None:
    """Keep the pages of a finding as they were kept before they were packed for the line."""
    for lang, text in FINDINGS.items():
        old = sealed._lock().encrypt(zlib.compress(text.encode()))
        with connection.cursor() as cursor:
            cursor.execute(KEEP[lang], [old, number])


def without_token(page: str) -> str:
    """Give a page without what is another one each time."""
    return TOKEN.sub("", page)
