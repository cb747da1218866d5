"""Imprint, privacy notice and terms: drafts, versions, who agreed to which; and counting pages without anybody."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse
from tests.desk.people import PASSWORD
from tests.report.readability import flesch_kincaid, wiener_sachtextformel

from fieber.desk.pages import counting
from fieber.desk.pages.models import Consent, Kind, PageCount, PageVersion
from fieber.desk.pages.services import agree, as_html, current, draft, publish, to_agree, unfilled, unfinished
from fieber.desk.people.models import Person
from fieber.desk.people.registration import PARTS

if TYPE_CHECKING:
    from django.test import Client
    from tests.desk.people import Team

HOSTILE = (
    "# Hi\n\n<script>alert(1)</script> <b onclick=x>b</b> ![p](https://else.example/p.png) "
    "[a](javascript:alert(1)) [b](https://example.org)"
)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_draft_says_what_is_missing(kind: str, client: Client) -> None:
    """Each draft has marked places, in both languages, and the page says to everybody that it is not finished."""
    for lang in ("de", "en"):
        assert "[[" in draft(kind, lang)
    german, english = draft(kind, "de"), draft(kind, "en")
    assert german.count("\n## ") == english.count("\n## ")
    assert german.count("[[") == english.count("[[")

    page = client.get(reverse("page", args=[kind])).content.decode()

    assert "<mark>" in page
    assert "has not finished" in page
    assert "[[" not in page


@pytest.mark.parametrize(("lang", "measure"), [("de", wiener_sachtextformel), ("en", flesch_kincaid)])
def test_drafts_are_easy(lang: str, measure: object) -> None:
    """A privacy notice that nobody can read informs nobody: nine years of school are enough."""
    for kind in ("privacy", "terms"):
        text = re.sub(r"[#*\[\]]|Art\. [\d(), ]+|lit\. \w|Abs\. \d", "", draft(kind, lang))
        assert callable(measure)
        assert measure(text.replace(":", ".")) <= 9, kind


def test_every_page_leads_to_all_three(client: Client) -> None:
    """The footer of the first page, of signing in and of an error."""
    for path in ("/", "/login/", "/nothing/"):
        page = client.get(path).content.decode()
        assert all(reverse("page", args=[kind]) in page for kind in Kind.values)


def test_text_becomes_no_markup_of_its_own() -> None:
    """Raw HTML is shown as text, pictures of others are not loaded, and no link runs a script."""
    html = as_html(HOSTILE)

    assert "<script" not in html
    assert "<b " not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '<a href="https://example.org">b</a>' in html
    assert "<h2>Hi</h2>" in html
    assert as_html("[[<i>x</i>]]") == "<p><mark>&lt;i&gt;x&lt;/i&gt;</mark></p>\n"


def test_versions_are_kept(team: Team) -> None:
    """An edit is a new version; the earlier one can still be read, by everybody, in both languages."""
    desk = team.signed_in("administrator")
    for text in ("Erste", "Zweite"):
        desk.post(reverse("pages_edit", args=["terms"]), {"de": text, "en": f"{text} (en)"})

    now = team.signed_in("nobody").get(reverse("page", args=["terms"])).content.decode()
    earlier = team.signed_in("nobody").get(reverse("page_version", args=["terms", 1])).content.decode()

    assert "Zweite (en)" in now
    assert "Erste (en)" in earlier
    assert current("terms").made_by == team.administrator
    assert PageVersion.objects.filter(kind="terms").count() == 2
    assert team.signed_in("nobody").get(reverse("page_version", args=["terms", 3])).status_code == 404
    assert team.signed_in("nobody").get(reverse("page", args=["other"])).status_code == 404


def test_a_page_without_text_is_refused(team: Team) -> None:
    """Nothing is published that is empty in one of the languages."""
    answer = team.signed_in("administrator").post(reverse("pages_edit", args=["terms"]), {"de": "Gut", "en": ""})

    assert answer.status_code == 400
    assert PageVersion.objects.count() == 0


def test_what_is_to_be_filled_in_is_told(team: Team) -> None:
    """On the page of administrators, until nothing is left."""
    before = team.signed_in("administrator").get(reverse("pages")).content.decode()
    assert call_command("unfinished", stdout=StringIO()) == "imprint privacy terms"  # told at the start
    for kind in Kind.values:
        publish(kind, de="Fertig", en="Done", person=team.administrator)

    assert "Email address" in before
    assert unfilled(PageVersion(text_de="[[a]] [[b]]", text_en="[[a]]")) == ["a", "b"]
    assert unfinished() == []
    assert "Email address" not in team.signed_in("administrator").get(reverse("pages")).content.decode()


def test_registration_keeps_what_was_agreed_to(team: Team) -> None:
    """Age, terms and privacy notice, each with version and date; the draft that was read is kept with it."""
    for part in PARTS:
        if "agrees" in part.fields():
            part.keep(team.creator, {})

    kept = {(one.kind, one.number) for one in Consent.objects.filter(person=team.creator)}
    assert kept == {("age", 16), ("terms", 1), ("privacy", 1)}
    assert PageVersion.objects.get(kind="terms").text_de == draft("terms", "de")
    assert Consent.objects.filter(given_at=None).count() == 0


def test_registration_asks(client: Client, settings_public: None) -> None:
    """Without both boxes nobody registers; with them the consent is kept."""
    told = {"name": "Lena", "email": "lena@example.org", "password1": PASSWORD}

    refused = client.post(reverse("account_signup"), told)
    too_young = client.post(reverse("account_signup"), told | {"agrees": "on"})
    assert Person.objects.count() == 0
    done = client.post(reverse("account_signup"), told | {"agrees": "on", "is_old_enough": "on"})

    assert "Read it and tick the box" in refused.content.decode()
    assert "from the age of 16" in too_young.content.decode()
    assert done.status_code == 302
    assert Consent.objects.filter(person__email="lena@example.org").count() == 3


@pytest.fixture
def settings_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.IS_PUBLIC", True)
    monkeypatch.setattr("django.conf.settings.EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")


def test_a_new_version_is_asked_for(team: Team) -> None:
    """Before any other page; agreed once, everything opens again."""
    agree(team.creator, {})
    publish("privacy", de="Neu", en="New", person=team.administrator)
    page = team.signed_in("creator")

    asked = page.get(reverse("agreements"))
    question = page.get(reverse("consent")).content.decode()
    without = page.post(reverse("consent"), {})
    page.post(reverse("consent"), {"agrees": "on"})

    assert (asked.status_code, asked["Location"]) == (302, "/consent/")
    assert reverse("page", args=["privacy"]) in question
    assert without.status_code == 400
    assert page.get(reverse("agreements")).status_code == 200
    assert Consent.objects.filter(person=team.creator, kind="privacy").count() == 2


def test_agreed_to_is_what_stood_on_the_page(team: Team) -> None:
    """A version that comes between reading and agreeing is asked for; so is one in place of a draft."""
    publish("terms", de="Alt", en="Old", person=team.administrator)
    page = team.signed_in("creator")
    shown = re.findall(r'name="(seen_\w+)" value="(\d+)"', page.get(reverse("consent")).content.decode())
    for kind in ("terms", "privacy"):
        publish(kind, de="Neu", en="New", person=team.administrator)

    page.post(reverse("consent"), {"agrees": "on", **dict(shown)})

    kept = {(one.kind, one.number) for one in Consent.objects.filter(person=team.creator)}
    assert (dict(shown), kept) == ({"seen_terms": "1", "seen_privacy": "0"}, {("terms", 1)})
    assert to_agree(team.creator) == ["terms", "privacy"]
    assert page.get(reverse("agreements")).status_code == 302
    page.post(reverse("consent"), {"agrees": "on", "seen_terms": 2, "seen_privacy": 1})
    assert to_agree(team.creator) == []


def test_what_stays_open_without_agreeing(team: Team) -> None:
    """The pages themselves, the language and signing out."""
    agree(team.creator, {})
    publish("terms", de="Neu", en="New", person=None)
    page = team.signed_in("creator")

    assert page.get(reverse("page", args=["terms"])).status_code == 200
    assert page.get(reverse("first")).status_code == 200
    assert page.get(reverse("account_logout")).status_code == 200


def test_a_slip_asks_nobody(team: Team) -> None:
    """Where only a slip of the pen was mended; and who works here is not asked at all."""
    agree(team.creator, {})
    publish("terms", de="Neu", en="New", person=None, asks_again=False)
    by_default = to_agree(team.creator)
    publish("terms", de="Neuer", en="Newer", person=None)

    assert (by_default, to_agree(team.creator), to_agree(team.manager)) == ([], ["terms"], [])


def test_pages_are_counted_without_anybody(team: Team) -> None:
    """Two openings are two; what is kept is a day, the name of a route and a number."""
    counting.write()
    PageCount.objects.all().delete()
    for who in ("nobody", "creator"):
        team.signed_in(who).get(reverse("page", args=["terms"]))
    team.signed_in("nobody").get("/nothing/")

    shown = team.signed_in("administrator").get(reverse("counts")).content.decode()

    assert {one.page: one.views for one in PageCount.objects.all()} == {"page": 2}
    assert {field.name for field in PageCount._meta.get_fields()} == {"id", "day", "page", "views"}
    assert '<th scope="row">/legal/…/</th><td data-label="Today">2</td>' in shown


def test_a_busy_database_costs_a_count_not_a_page(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a number cannot be added just now, the page is shown all the same."""

    def busy(*_args: object, **_values: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(PageCount.objects, "get_or_create", busy)
    monkeypatch.setattr(counting, "EVERY_SECONDS", 0.0)

    assert team.signed_in("nobody").get("/").status_code == 200


def test_counting_adds_up(desk: None) -> None:
    """What was counted later is added to what is there."""
    counting.write()
    PageCount.objects.all().delete()
    for _ in range(2):
        request = RequestFactory().get("/")
        request.resolver_match = type("Match", (), {"url_name": "first"})
        counting.count(request, _Page())
        counting.write()

    assert PageCount.objects.get().views == 2


class _Page(dict[str, str]):
    status_code = 200

    def __init__(self) -> None:
        super().__init__({"Content-Type": "text/html; charset=utf-8"})
