"""Explainers in the desk: found, filled from what one may see, counted, and edited with a history."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, agreement_of, listed_account
from tests.explainers.findings import finding

from fieber.desk.audit.models import Entry, What
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.explained import services
from fieber.desk.explained.editing import known_places, texts_of, unknown_places, with_texts
from fieber.desk.explained.forms import Edit
from fieber.desk.explained.models import Edition, Said
from fieber.desk.roster.models import Kept
from fieber.desk.sandbox.many import MOMENT
from fieber.explainers import Yours, explainers, tell_explainer
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.desk.people import Team

    from fieber.desk.accounts.models import Account

NAME = "shadowban"
LISTED = re.compile(r'<th scope="row"><a href="/explained/(\w+)/')
SHIPPED = texts_of(next(one for one in explainers() if one.name == NAME))


def checkup_of(account: Account, kind: str = "fever") -> Checkup:
    """Give a check-up with the JSON of its finding."""
    made = Checkup.objects.create(account=account)
    contract = {lang: finding(kind, lang) for lang in ("de", "en")}
    keep_findings(made.pk, [{**FOUND, "contract": contract}])
    return made


def fields(**changed: str) -> dict[str, str]:
    """Give the form as it would come back, some fields of it changed."""
    return {name: str(field.initial) for name, field in Edit(SHIPPED).fields.items()} | changed


def page(team: Team, who: str, query: str = "") -> str:
    answer = team.signed_in(who).get(reverse("explainer", args=[NAME]) + query)
    assert answer.status_code == 200
    return str(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def edited(team: Team, who: str = "lead", **changed: str) -> HttpResponse:
    told = {"seen": str(services.newest_number(NAME))} | changed
    return team.signed_in(who).post(reverse("explainer_edit", args=[NAME]), fields(**told))


def test_who_saves_second_keeps_what_was_typed_and_sees_that_it_changed(team: Team) -> None:
    """Of two leads who edit at once none is lost: the second is told, and a second save holds."""
    first, second = ({"short_en": f"This is the {which} text."} for which in ("first", "other"))

    assert edited(team, **first, seen="0").status_code == 302
    refused = edited(team, "administrator", **second, seen="0")
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "somebody else changed this explanation" in page
    assert "This is the other text." in page
    assert 'name="seen" value="2"' in page
    assert services.house()[NAME].short["en"] == first["short_en"]

    assert edited(team, "administrator", **second, seen="2").status_code == 302
    assert services.house()[NAME].short["en"] == second["short_en"]
    assert [one.number for one in services.history(NAME)] == [3, 2, 1]


@pytest.mark.parametrize("before", [0, 2])
def test_two_who_write_at_the_same_moment(before: int, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both read the same version, the database takes one, and the other is told instead of failing."""
    lead, texts = team.lead, [{**SHIPPED, "en": SHIPPED["en"] | {"title": t}} for t in "abc"]
    if before:
        services.edit(lead, NAME, texts[0], seen=0)
    write = services._write

    def a_moment_later(*args: Any, **told: Any) -> None:
        monkeypatch.setattr(services, "_write", write)
        services.edit(lead, NAME, texts[1], seen=before)
        write(*args, **told)

    monkeypatch.setattr(services, "_write", a_moment_later)
    with pytest.raises(services.ChangedError):
        services.edit(lead, NAME, texts[2], seen=before)
    assert services.house()[NAME].title["en"] == "b"


def test_searched_by_a_word_of_the_question(team: Team) -> None:
    """All are listed; a phrase by which one is asked for leads to it, whatever its title."""
    client = team.signed_in("caller")
    every = LISTED.findall(client.get(reverse("explained")).content.decode())
    found = LISTED.findall(client.get(reverse("explained"), {"words": "being hidden"}).content.decode())
    nothing = client.get(reverse("explained"), {"words": "xylophone"})

    assert len(every) == len(explainers())
    assert found == [NAME]
    assert "There is nothing about that here" in nothing.content.decode()


def test_filled_from_the_numbers_of_an_account_that_one_may_see(team: Team) -> None:
    """Its newest check-up fills it, and that it was seen is noted; what fits it stands first in the list."""
    agreement = agreement_of(team.creator, team.manager)
    checkup_of(agreement.account)
    number = agreement.account_id

    text = page(team, "manager", f"?account={number}")
    listed = team.signed_in("manager").get(reverse("explained"), {"account": number}).content.decode()

    assert "points you lost" in text
    assert text.count("are with people who do not follow you") == 2  # to read, and in what is copied
    rows = ["fits right now" in row for row in listed.split("<tr>")[2:]]
    assert rows[0]
    assert rows == sorted(rows, reverse=True)
    assert Entry.objects.filter(person=team.manager.pk, what=What.CHECKUP_SEEN).exists()


def test_without_numbers_it_is_told_in_general(team: Team) -> None:
    """An account of the list without a check-up: the page says so, and nothing is made up."""
    text = page(team, "manager", f"?account={listed_account(team.manager).pk}")

    assert "I have no numbers of mia here yet" in text
    assert "In the numbers of this account" not in text


@pytest.mark.parametrize("who", ["other", "lead", "caller", "administrator"])
@pytest.mark.parametrize("told", ["{}", "99999999999999999999", "x"])
def test_nobody_fills_it_from_an_account_that_is_not_theirs(who: str, told: str, team: Team) -> None:
    """Neither read nor counted; the same answer as for a number that no account has."""
    account = agreement_of(team.creator, team.manager).account
    checkup_of(account)
    number = told.format(account.pk) if told == "{}" else told
    client, path = team.signed_in(who), reverse("explainer", args=[NAME])

    assert client.get(path, {"account": number}).status_code == 404
    assert client.get(reverse("explained"), {"account": number}).status_code == 404
    assert client.post(reverse("explainer_said", args=[NAME]), {"account": number}).status_code == 404
    assert not Said.objects.exists()


def test_how_often_it_was_said(team: Team) -> None:
    """One click counts; a person sees how often they did, and how often all did; nobody else's own number."""
    account = listed_account(team.manager)
    for _ in range(3):
        team.signed_in("manager").post(reverse("explainer_said", args=[NAME]), {"account": account.pk})
    team.signed_in("caller").post(reverse("explainer_said", args=[NAME]))

    assert "You have said this three times. Everyone here together: four times." in page(team, "manager")
    assert "You have said this once. Everyone here together: four times." in page(team, "caller")
    assert "You have not said this yet. Everyone here together: four times." in page(team, "other")
    assert set(Said.objects.values_list("account", flat=True)) == {account.pk, None}


def told_on(team: Team, account: Account, *days_ago: float) -> None:
    for ago in days_ago:
        at = timezone.now() - timedelta(days=ago)
        Said.objects.create(person=team.manager, explainer=NAME, account=account, at=at)


def test_who_asked_again(team: Team) -> None:
    """Another day within thirty is again; the same day, a later month, and what is not over yet are not."""
    names = ("again", "once", "same_day", "much_later", "not_over", "other_topic")
    accounts = {name: listed_account(team.manager, name) for name in names}
    told_on(team, accounts["again"], 60, 31)
    told_on(team, accounts["once"], 60)
    told_on(team, accounts["same_day"], 60, 60, 60)
    told_on(team, accounts["much_later"], 80, 40)
    told_on(team, accounts["not_over"], 20, 10)
    Said.objects.create(person=team.manager, explainer="links", account=accounts["other_topic"])
    Said.objects.create(person=team.manager, explainer=NAME, at=timezone.now() - timedelta(days=60))

    found = services.asked_again(NAME)

    assert (found.told, found.again) == (4, 1)
    assert "4 accounts heard it more than 30 days ago; with 1 of them it had to be said again" in page(team, "manager")


def test_edited_in_both_languages_for_everybody(team: Team) -> None:
    """What a lead writes holds at once, in the other team too, in the API's words and filled as before."""
    answer = edited(team, short_en="Our own words. Two. Three.", short_de="Unsere Worte. Zwei. Drei.")

    assert answer.status_code == 302
    assert "Our own words. Two. Three." in page(team, "manager")
    told = services.tell(NAME, finding("fever", "de"), lang="de")
    assert told.short == "Unsere Worte. Zwei. Drei."
    assert told.yours == tell_explainer(services.house()["shadowban"], finding("fever", "de"), "de").yours != ()
    assert services.tell("noise", lang="en").kind == "cause"
    (line,) = Entry.objects.filter(what=What.EXPLAINER_EDITED)
    assert (line.person, line.about) == (team.lead.pk, "explainer shadowban 2")


def test_texts_come_out_as_they_went_in() -> None:
    """Taken out of an explainer and put back, each of the package says the same."""
    for one in explainers():
        same = with_texts(one, texts_of(one))

        assert [same.title, same.short, same.text] == [one.title, one.short, one.text]
        assert [own.said for own in same.yours] == [own.said for own in one.yours]
        assert all(unknown_places(text) == [] for own in one.yours for text in own.said.values())


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"yours3_en": "You have {likes_usual}."}, "I cannot fill “{likes_usual}” with any number."),
        ({"yours3_en": "You have {temperature."}, "I cannot fill “{” with any number."),
        ({"yours3_en": "You have {platform:temperature}."}, "I cannot fill “{platform:temperature}” with any number."),
        ({"short_en": "You have {temperature:temperature}."}, "Nothing is filled in here. Leave “{” out."),
        ({"yours3_en": ""}, "This sentence is missing in one language."),
        ({"title_de": " "}, "The text is missing here."),
        ({"title_de": "x" * 121}, "It can have 120 characters at most."),
    ],
)
def test_what_cannot_be_said_is_refused_in_one_sentence(changed: dict[str, str], sentence: str, team: Team) -> None:
    """A place that nothing fills, a brace alone, a language that is missing: nothing is kept."""
    answer = edited(team, **changed)

    assert answer.status_code == 400
    assert answer.content.decode().count(sentence) == 1
    assert not Edition.objects.exists()


def test_every_known_place_can_be_said_in_any_sentence(team: Team) -> None:
    """Sentences with all places are kept; a finding that has the number fills each, and none is left in braces."""
    places = sorted(known_places())
    groups = [places[start : start + 20] for start in range(0, len(places), 20)]
    for group in groups:
        assert edited(team, yours1_de=" ".join(group), yours1_en=" ".join(group)).status_code == 302

    one = services.house()[NAME]
    told: list[str] = []
    for kind in ("fever", "followers", "healthy"):
        yours = tuple(Yours(dict.fromkeys(("de", "en"), place)) for place in places)
        told += tell_explainer(replace(one, yours=yours, context=()), finding(kind, "en"), "en").yours

    assert len(told) > len(places)
    assert not any("{" in sentence for sentence in told)


def test_a_sentence_that_is_empty_in_both_languages_is_left_out(team: Team) -> None:
    """The others keep the findings that they wait for."""
    edited(team, yours1_de="", yours1_en="")

    assert services.house()[NAME].yours == with_texts(services.house()[NAME], SHIPPED).yours[1:]


def test_history_says_who_and_what_and_goes_back(team: Team) -> None:
    """Each version with its author and its lines; back to any version, and to the text of fieber."""
    edited(team, title_en="Hidden?")
    edited(team, "administrator", title_en="Hidden at all?")
    edited(team, "administrator", title_en="Hidden at all?")  # nothing changed: no version

    text = team.signed_in("lead").get(reverse("explainer_history", args=[NAME])).content.decode()
    assert len(services.history(NAME)) == 3
    assert all(part in text for part in ("Ada, on", "Lotte, on", "<ins>Hidden?</ins>", "<del>Am I shadowbanned?</del>"))

    def back(number: int) -> str:
        team.signed_in("lead").post(reverse("explainer_back", args=[NAME, number]))
        return services.house()[NAME].title["en"]

    assert [back(2), back(0), back(0), back(3)] == ["Hidden?", *["Am I shadowbanned?"] * 2, "Hidden at all?"]
    assert [one.number for one in services.history(NAME)] == [6, 5, 4, 3, 2, 1]
    assert team.signed_in("lead").post(reverse("explainer_back", args=[NAME, 77])).status_code == 404


def test_another_team_is_not_named(team: Team) -> None:
    """The text is the house's; who of another team wrote it is not told."""
    team.manager.role = "lead"
    team.manager.save()
    edited(team, title_en="Hidden?")

    text = team.signed_in("manager").get(reverse("explainer_history", args=[NAME])).content.decode()

    assert "Lotte" not in text
    assert "Somebody of another team, on" in text


def test_a_new_text_of_the_package_is_shown_beside_ours(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade both stand there; one click keeps ours, one takes the new one and those that follow."""
    edited(team, title_en="Hidden?")
    path = reverse("explainer_history", args=[NAME])
    assert services.news_of(NAME) is None

    upgrade(monkeypatch, 1, "Am I being hidden?")
    text = team.signed_in("lead").get(path).content.decode()
    assert "fieber has rewritten this text." in text
    assert "<ins>Am I being hidden?</ins>" in text
    assert "rewritten this text" in page(team, "lead")
    assert "rewritten this text" not in page(team, "manager")

    team.signed_in("lead").post(reverse("explainer_keep", args=[NAME]))
    assert (services.news_of(NAME), services.house()[NAME].title["en"]) == (None, "Hidden?")

    upgrade(monkeypatch, 2, "Hidden away?")
    assert services.news_of(NAME) is not None
    team.signed_in("lead").post(reverse("explainer_back", args=[NAME, 0]))
    assert (services.news_of(NAME), services.house()[NAME].title["en"]) == (None, "Hidden away?")
    upgrade(monkeypatch, 3, "Once more?")
    assert services.house()[NAME].title["en"] == "Once more?"


def upgrade(monkeypatch: pytest.MonkeyPatch, later: int, title: str) -> None:
    """Have the package say something else, as a release would that is so many versions later."""
    newer: Any = tuple(
        replace(one, version=one.version + later, title=dict(one.title) | {"en": title}) if one.name == NAME else one
        for one in explainers()
    )
    monkeypatch.setattr(services, "explainers", lambda: newer)


def test_what_is_written_is_no_markup(team: Team) -> None:
    """Neither an element nor a script comes out of what somebody typed."""
    edited(team, text_en="<script>alert(1)</script> **bold** [x](javascript:alert(1))", short_en="<b>short</b>")

    text = page(team, "manager")

    assert "<script>alert" not in text
    assert "<b>short" not in text
    assert "<strong>bold</strong>" in text
    assert 'href="javascript:' not in text


def test_there_is_no_explainer_of_another_name(team: Team) -> None:
    """Neither to read nor to change; a cause is none."""
    client = team.signed_in("administrator")

    assert [client.get(reverse("explainer", args=[name])).status_code for name in ("noise", "nothing")] == [404, 404]
    assert client.get(reverse("explainer_edit", args=["nothing"])).status_code == 404
    with pytest.raises(KeyError):
        services.edit(team.lead, "nothing", SHIPPED, seen=0)


def test_filled_from_the_posts_that_are_kept_of_the_list(team: Team) -> None:
    """An account of the list that was never uploaded by anybody: the numbers come from behind the walls."""
    account = listed_account(team.manager)
    posts = patients(["noise"], seed=5, platform="instagram").posts
    Kept.objects.create(account=account, posts=posts.drop("account", "platform").write_csv(datetime_format=MOMENT))

    text = page(team, "manager", f"?account={account.pk}")

    assert "In the numbers of this account" in text
    assert "°C" in text
    assert services.shorts(["shadowban", "nothing"], "de") == [(NAME, SHIPPED["de"]["title"], SHIPPED["de"]["short"])]
