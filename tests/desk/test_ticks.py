"""The blue tick: what each platform asks for, what somebody has, and what is missing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.urls import reverse
from tests.report.readability import flesch_kincaid, wiener_sachtextformel
from tests.report.test_catalogue import BANNED

from fieber.desk.ticks import services
from fieber.desk.ticks.services import list_of, platforms, points_of, read_on

if TYPE_CHECKING:
    from tests.desk.people import Team

LINK = "https://news.example/about-lena"


def texts(lang: str) -> list[str]:
    """Give all sentences of all lists."""
    found = []
    for one in services._told()["platforms"]:
        found += [one[part][lang] for part in ("followers", "where", "paid")]
        found += [point[lang] for point in one["points"]]
    return found


def answers(platform: str, *met: str) -> dict[str, str]:
    told = {f"{point}-evidence": "" for point in points_of(platform)}
    return told | {f"{point}-met": "on" for point in met} | {f"{met[0]}-evidence": LINK}


def test_the_four_platforms_have_lists_with_dated_sources() -> None:
    """Each says first whether followers count, has points and public sources, and the day they were read is told."""
    assert set(platforms()) == {"instagram", "x", "tiktok", "youtube"}
    assert date.fromisoformat(read_on()) >= date(2026, 11, 23)
    for one in services._told()["platforms"]:
        assert {"followers", "where", "paid"} <= one.keys()
        assert len(one["points"]) >= 3
        assert all(source["url"].startswith("https://") for source in one["sources"])


@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_lists_speak_as_fieber_does(lang: str, measure: object) -> None:
    """Easy to read, du, no exclamation mark, and no word that is not shown to people."""
    for text in texts(lang):
        assert not re.search(BANNED[lang], text.lower()), text
        assert "!" not in text
    assert callable(measure)
    assert measure(" ".join(texts(lang)).replace(":", ".")) <= 8


def test_what_is_met_and_what_is_missing(team: Team) -> None:
    """A point with its evidence is kept; the overview names what is missing, and nothing once all is met."""
    page = team.signed_in("creator")

    page.post(reverse("tick", args=["youtube"]), answers("youtube", "authentic"))
    told = list_of(team.creator, "youtube", "en")
    overview = page.get(reverse("ticks")).content.decode()
    again = page.get(reverse("tick", args=["youtube"])).content.decode()
    page.post(reverse("tick", args=["youtube"]), answers("youtube", *points_of("youtube")))

    assert (told.n_met, [point.key for point in told.missing]) == (1, ["subscribers", "complete"])
    assert "1 of 3" in overview
    assert "Large enough" in overview
    assert LINK in again
    assert list_of(team.creator, "youtube", "en").missing == ()
    assert "You can apply." in page.get(reverse("ticks")).content.decode()


def test_followers_are_spoken_of_first(team: Team) -> None:
    """Before any point: that their number does not matter, and where it does."""
    page = team.signed_in("creator")

    for platform, says in (("instagram", "does not matter"), ("tiktok", "does not matter"), ("youtube", "100,000")):
        text = page.get(reverse("tick", args=[platform])).content.decode()
        assert says in text[text.index("<h1") : text.index("<form method", text.index("<h1"))]


def test_evidence_is_sealed_and_ones_own(team: Team) -> None:
    """The database does not show it, and a manager sees only their own list."""
    team.signed_in("creator").post(reverse("tick", args=["x"]), answers("x", "secure"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT evidence FROM ticks_tick")
        kept = b"".join(bytes(row[0]) for row in cursor.fetchall())

    assert LINK.encode() not in kept
    assert LINK not in team.signed_in("manager").get(reverse("tick", args=["x"])).content.decode()


def test_what_is_too_long_is_refused(team: Team) -> None:
    """With a sentence beside the field; a platform without a list is not found."""
    told = answers("x", "secure") | {"secure-evidence": "x" * 1001}
    page = team.signed_in("creator")

    answer = page.post(reverse("tick", args=["x"]), told)

    assert answer.status_code == 400
    assert "too long" in answer.content.decode()
    assert page.get(reverse("tick", args=["myspace"])).status_code == 404
