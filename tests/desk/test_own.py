"""What a creator has here: uploads become accounts with a history, and somebody looks where it is not clear."""

from __future__ import annotations

import io
import re
import wave
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, Team, inquiry_of, own_checkup, person
from tests.desk.test_links import TABLE, lying_around, table, work

from fieber.desk.accounts.models import Account
from fieber.desk.checkups import sound
from fieber.desk.checkups.models import Checkup, Finding, Inquiry
from fieber.desk.checkups.services import keep_findings, visible_to
from fieber.desk.own.history import FEWEST, history_of
from fieber.desk.people.models import Role
from fieber.report.espeak import read_aloud
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from django.http import HttpResponse

    from fieber.desk.people.models import Person

SENTENCE = "Ich habe immer 50.000 Likes!"
BOTH = (
    b"account,"
    + TABLE.replace(b"\n2026", b"\nlena,2026")
    + TABLE[TABLE.index(b"\n") :].replace(b"\n2026", b"\nmia,2026")
)


def browser_of(who: Person, lang: str = "en") -> Client:
    client = Client(headers={"accept-language": lang}, SERVER_NAME="127.0.0.1")
    client.force_login(who)
    return client


def upload(client: Client, content: bytes = TABLE, name: str = "lena.csv", sentence: str = "") -> HttpResponse:
    return client.post(reverse("own_upload"), {"files": [table(name, content)], "sentence": sentence})


@pytest.mark.parametrize(("lang", "said"), [("de", "Du hast kein Fieber."), ("en", "No fever.")])
def test_from_upload_to_history(kept: None, lang: str, said: str) -> None:
    """Uploaded, read, told with the own sentence; it is an account from now on, and the files are gone."""
    client = browser_of(person("lena", Role.CREATOR), lang)

    answer = upload(client, sentence=SENTENCE)
    assert "hx-get" in client.get(answer["Location"]).content.decode()
    assert client.get(answer["Location"] + "state/").headers.get("HX-Refresh") is None
    work()

    assert client.get(answer["Location"] + "state/").headers["HX-Refresh"] == "true"
    page = client.get(answer["Location"]).content.decode()
    assert said in page
    assert "50.000 Likes" in page
    account = Account.objects.get()
    assert (account.name, account.owner.name) == ("lena", "Lena")
    assert "lena" in client.get(reverse("own")).content.decode()
    assert lying_around() == []


def test_the_same_account_again_is_one_history(kept: None) -> None:
    """Two uploads of an account are two points of its curve; the page has all of them in a table."""
    lena = person("lena", Role.CREATOR)
    client = browser_of(lena)

    for _ in range(2):
        upload(client)
        work()

    account = Account.objects.get()
    history = history_of(account, visible_to(lena))
    assert len(history.findings) == FEWEST
    page = client.get(reverse("own_account", args=[account.pk])).content.decode()
    assert len(re.findall(r'href="#m-dot"', page)) == len(re.findall(r'<th scope="row">', page)) == FEWEST
    assert "2 check-ups from" in page


def test_two_accounts_in_an_upload_are_two(kept: None) -> None:
    """Each gets a check-up of its own, and only one of them was started by the person."""
    lena = person("lena", Role.CREATOR)
    client = browser_of(lena)

    upload(client, BOTH)
    work()

    assert {account.name for account in Account.objects.filter(owner=lena)} == {"lena", "mia"}
    assert [Checkup.objects.filter(account=account).count() for account in Account.objects.all()] == [1, 1]
    assert Checkup.objects.filter(started_by=lena).count() == 1
    assert Finding.objects.filter(checkup__account__name="mia").get().name == "mia"


def test_what_cannot_be_read_is_said_and_makes_no_account(kept: None) -> None:
    """The reason stands on the page, and a line in the list leads to it."""
    client = browser_of(person("lena", Role.CREATOR))

    path = upload(client, b"no table at all", "a.csv")["Location"]
    work()

    assert "I cannot read that." in client.get(path).content.decode()
    assert path in client.get(reverse("own")).content.decode()
    assert not Account.objects.exists()


def test_where_none_is_left_nothing_is_kept(kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says when it goes on; neither file nor check-up is there."""
    monkeypatch.setattr(settings, "IS_PUBLIC", True)
    client = browser_of(person("lena", Role.CREATOR))
    for _ in range(settings.FREE_CHECKUPS):
        assert upload(client).status_code == 302
    before = len(lying_around())

    answer = upload(client)

    assert answer.status_code == 403
    assert f"{settings.FREE_CHECKUPS}" in answer.content.decode()
    assert (Checkup.objects.count(), len(lying_around())) == (settings.FREE_CHECKUPS, before)


def test_an_empty_history_and_one_of_one(team: Team) -> None:
    """Nothing yet: what to do. One check-up: its numbers, and that a curve comes with the second."""
    client = team.signed_in("creator")
    assert "Nothing here yet" in client.get(reverse("own")).content.decode()

    own_checkup(team.creator)

    page = client.get(reverse("own")).content.decode()
    assert "From the second on" in page
    assert 'class="chart"' not in page


def test_the_curve_is_of_true_values(team: Team) -> None:
    """Higher temperatures stand higher; where nothing is known the line has a gap."""
    account = own_checkup(team.creator, temperature=36.5).account
    for days, temperature in ((3, 39.5), (2, None), (1, 36.5)):
        checkup = Checkup.objects.create(account=account, started_by=team.creator)
        keep_findings(checkup.pk, [{**FOUND, "verdict": "fever", "temperature": temperature}])
        Checkup.objects.filter(pk=checkup.pk).update(made_at=timezone.now() - timedelta(days=days))

    curve = str(history_of(account, visible_to(team.creator)).curve)

    heights = [float(y) for y in re.findall(r'href="#m-dot" x="[\d.]+%" y="([\d.]+)%"', curve)]
    assert heights[0] < heights[1] == heights[2]
    assert len(re.findall(r'class="trace"', curve)) == 2
    assert "39.5" in curve


def test_change_with_its_range(team: Team) -> None:
    """Beside each temperature stands the change, with its interval; where none is known a dash."""
    account = own_checkup(team.creator, change=(-31.2, -38.4, -22.1)).account

    page = Client()
    page.force_login(team.creator)
    text = page.get(reverse("own_account", args=[account.pk]), SERVER_NAME="127.0.0.1").content.decode()

    assert "31" in text
    assert re.search(r"31\s?% less \(38\s?% less to 22\s?% less\)", text)


def test_nobody_sees_what_is_somebody_elses(team: Team) -> None:
    """Another creator, and managers without an agreement, find nothing at these addresses."""
    checkup = own_checkup(team.creator)
    other = browser_of(person("mia", Role.CREATOR))
    paths = [reverse(name, args=[checkup.pk]) for name in ("checkup", "checkup_sound")]
    paths.append(reverse("own_account", args=[checkup.account_id]))

    assert [other.get(path).status_code for path in paths] == [404, 404, 404]
    assert other.post(reverse("own_disconnect", args=[checkup.account_id])).status_code == 404
    assert other.post(reverse("checkup_ask", args=[checkup.pk])).status_code == 404
    assert team.signed_in("manager").get(paths[0]).status_code == 404
    assert team.signed_in("administrator").get(paths[0]).status_code == 404


def test_what_is_clear_needs_nobody(team: Team) -> None:
    """No offer stands below it, and asking all the same does nothing."""
    checkup = own_checkup(team.creator)
    client = team.signed_in("creator")

    client.post(reverse("checkup_ask", args=[checkup.pk]))

    assert "not clear" not in client.get(reverse("checkup", args=[checkup.pk])).content.decode()
    assert not Inquiry.objects.exists()


def test_what_is_not_clear_is_looked_at(team: Team) -> None:
    """The person asks; only then those who work here see it and answer; taken back, they see it no more."""
    checkup = own_checkup(team.creator, is_clear=False, verdict="unknown", temperature=None)
    client, manager = team.signed_in("creator"), team.signed_in("manager")
    path = reverse("checkup", args=[checkup.pk])
    assert "We will look at it if you want" in client.get(path).content.decode()

    client.post(reverse("checkup_ask", args=[checkup.pk]))
    assert "“My accounts” will lead you to it" in client.get(path).content.decode()
    link = f'<a href="{path}">'
    assert f"{link}You asked about the check-up of" in client.get(reverse("own")).content.decode()
    assert "50,000 likes" in manager.get(reverse("inquiries")).content.decode()
    assert manager.get(path).status_code == 200
    manager.post(
        reverse("inquiry_answer", args=[checkup.pk]), {"answer": "Your posts are too few. <b>Wait</b> a month."}
    )

    assert f"{link}There is an answer about the check-up of" in client.get(reverse("own")).content.decode()
    told = client.get(path).content.decode()
    assert "Mara says on" in told
    assert "&lt;b&gt;Wait" in told
    assert "Nobody right now" in manager.get(reverse("inquiries")).content.decode()
    client.post(reverse("checkup_ask", args=[checkup.pk]), {"take_back": "1"})
    assert manager.get(path).status_code == 404


def test_without_managers_it_is_said_honestly(desk: None) -> None:
    """Nobody takes a second look, and nothing can be asked."""
    lena = person("lena", Role.CREATOR)
    checkup = own_checkup(lena, is_clear=False)
    client = browser_of(lena)

    client.post(reverse("checkup_ask", args=[checkup.pk]))

    assert "Nobody here takes a second look" in client.get(reverse("checkup", args=[checkup.pk])).content.decode()
    assert not Inquiry.objects.exists()


def test_nobody_asks_about_somebody_elses(team: Team) -> None:
    """Of a manager's check-up of the same account the owner may ask, another creator may not."""
    inquiry = inquiry_of(team.creator)
    mia = browser_of(person("mia", Role.CREATOR))

    assert mia.post(reverse("checkup_ask", args=[inquiry.checkup_id]), {"take_back": "1"}).status_code == 404
    assert Inquiry.objects.exists()


@pytest.mark.parametrize(("cause", "clear"), [("noise", True), ("distribution", True)])
def test_the_finding_says_itself_whether_it_is_clear(kept: None, cause: str, *, clear: bool) -> None:
    """A healthy account and a fever are; so few posts that nothing can be said are not."""
    client = browser_of(person("lena", Role.CREATOR))
    cohort = patients([cause], seed=1, platform="instagram", strength=0.8)
    posts = cohort.posts.select("posted_at", "likes").filter(cohort.posts["likes"].is_not_null())
    buffer = io.BytesIO()
    posts.write_csv(buffer)

    upload(client, buffer.getvalue())
    upload(client, TABLE.partition(b"\n2026-02")[0][:400].rpartition(b"\n")[0], "few.csv")
    work()

    assert Finding.objects.get(checkup__account__name="lena").is_clear is clear
    assert Finding.objects.get(checkup__account__name="few").is_clear is False


def test_it_can_be_heard(team: Team) -> None:
    """As sound, made when it is asked for, in the language of the page."""
    if not sound.has_voice():
        pytest.skip("no voice: pip install fieber[audio]")
    checkup = own_checkup(team.creator, spoken={"de": "Hallo Lena.", "en": "Hello Lena.\nNo fever."})

    client = team.signed_in("creator")
    answer = client.get(reverse("checkup_sound", args=[checkup.pk]))
    again = [client.get(reverse("checkup_sound", args=[checkup.pk])).status_code for _ in range(10)]
    assert again.index(429) == 9  # ten a minute: each is work

    with wave.open(io.BytesIO(answer.content)) as heard:
        assert heard.getnframes() / heard.getframerate() > 1.0
    # the voice breathes: two readings of the same words differ by a few of their 40,000 samples
    assert len(answer.content) == pytest.approx(len(read_aloud(["Hello Lena.", "No fever."], "en")), rel=0.005)
    assert len(answer.content) != pytest.approx(len(read_aloud(["Hallo Lena."], "de")), rel=0.1)
    assert answer["Content-Type"] == "audio/wav"


def test_without_a_voice_the_page_says_so(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """No player that plays nothing."""
    checkup = own_checkup(team.creator)
    sound.has_voice.cache_clear()
    monkeypatch.setattr(sound, "find_spec", lambda _name: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    client = team.signed_in("creator")

    page = client.get(reverse("checkup", args=[checkup.pk])).content.decode()

    assert "<audio" not in page
    assert "this server lacks the extra" in page
    assert client.get(reverse("checkup_sound", args=[checkup.pk])).status_code == 404
    sound.has_voice.cache_clear()


def test_a_large_upload_of_a_stranger_is_not_read(desk: None) -> None:
    """Who is not signed in is sent to do so; who has no such page gets none, whatever the size."""
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)

    answer = client.post(reverse("own_upload"), {"files": [table()]})

    assert answer["Location"].startswith("/login/")


def test_an_upload_needs_the_token_of_its_page(kept: None) -> None:
    """A form on another site uploads nothing in somebody's name."""
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(person("lena", Role.CREATOR))

    assert upload(client).status_code == 403
    assert not Checkup.objects.exists()


def test_uploads_are_rare(kept: None) -> None:
    """More often in a minute than a person would is refused."""
    client = browser_of(person("lena", Role.CREATOR))
    cache.clear()

    codes = [client.post(reverse("own_upload"), {"sentence": "x"}).status_code for _ in range(31)]

    assert (codes[0], codes[-1]) == (400, 429)
