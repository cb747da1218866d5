"""A manager's list: brought as a file, judged behind the walls, searched, noted upon, answered, taken along."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64decode
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.desk.people import FOUND, Team, inquiry_of, listed_account, own_checkup, token_of
from tests.desk.test_links import lying_around, work

from fieber.desk.accounts.models import Account
from fieber.desk.audit.models import Entry, What
from fieber.desk.checkups.models import Inquiry
from fieber.desk.rights.models import Objection
from fieber.desk.roster.listing import Asked, lines_of
from fieber.desk.roster.models import Kept, Row, Run
from fieber.desk.roster.queue import calls
from fieber.desk.roster.services import keep_names, note
from fieber.desk.sandbox.answering import answer
from fieber.desk.sandbox.many import posts_of
from fieber.desk.sandbox.warm import WARM
from fieber.model.tables import conform
from fieber.readers._excel import read_sheet
from fieber.simulate.patients import patients

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    from django.http import HttpResponse
    from tests.desk.post import Clock

    from fieber.desk.people.models import Person
    from fieber.desk.roster.listing import Line

CAUSES = ["distribution"] * 2 + ["noise"] * 20  # fewer have no weather


def everybody() -> pl.DataFrame:
    return patients(CAUSES, seed=5, platform="instagram", strength=1.0).posts


@pytest.fixture(scope="module")
def cohort() -> bytes:
    """The posts of a small roster as CSV: two of them lost much."""
    return everybody().write_csv().encode()


def bring(client: Client, what: str, name: str, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("roster_import"), {"what": what, "files": [file]})


def names(lines: list[Line]) -> list[str]:
    return [line.name for line in lines]


@pytest.fixture
def warm() -> Iterator[None]:
    yield
    WARM.end()


def test_from_a_file_to_three_sentences(kept: None, warm: None, cohort: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts are brought, judged with the weather, listed, what stands out first; a sentence is answered."""
    monkeypatch.setattr(settings, "AGENCY", "Studio Nordlicht")
    team = Team()
    client = team.signed_in("manager")

    assert bring(client, "posts", "all.csv", cohort).status_code == 302
    assert "hx-get" in client.get(reverse("roster")).content.decode()
    work()

    run = Run.objects.get()
    assert (run.state, run.accounts, lying_around()) == ("done", len(CAUSES), [])
    assert "Instagram" in run.told_en
    lines = lines_of(team.manager)
    assert {line.stands_out for line in lines[:1]} == {True}
    assert [line.order for line in lines] == sorted(line.order for line in lines)
    page = client.get(reverse("roster")).content.decode()
    assert all(line.name in page for line in lines)
    assert lines[0].name in client.get(reverse("roster_today")).content.decode()

    _kept_as_brought(Account.objects.order_by("name")[0])
    _is_said_on_the_phone(run, lines)
    told = client.post(reverse("phone", args=[lines[0].number]), {"sentence": "My likes are halved"})
    said = told.content.decode().partition('<section class="aloud')[2].partition("</section>")[0]
    assert said.count("<li>") == 3
    assert "has a clear fever." in said
    assert said.rstrip().endswith("?</p>\n</div>")
    assert lines[0].number not in {line.number for line in calls(team.manager)}
    _is_their_page(client, lines[0], [line.name for line in lines[1:]])
    assert team.signed_in("other").get(reverse("phone", args=[lines[0].number])).status_code == 404


def _is_their_page(client: Client, line: Line, others: list[str]) -> None:
    """The PDF for a client is one page with the agency's name, their sentence and the weather, and no other name."""
    told = client.post(reverse("phone_pdf", args=[line.number]), {"sentence": "My likes are halved", "lang": "de"})
    pages = PdfReader(io.BytesIO(told.content)).pages
    text = " ".join(pages[0].extract_text().replace("\u200b", "").split())

    assert (len(pages), told["Content-Type"]) == (1, "application/pdf")
    assert told["Content-Disposition"].endswith('.pdf"')
    assert all(said in text for said in ("Studio Nordlicht", "My likes are halved", line.name, "anderen Accounts"))
    assert not [name for name in others if name in text]
    assert not [name for name in others if name.encode() in told.content]
    assert Entry.objects.filter(what=What.PAGE_TAKEN, about=f"account {line.number}").count() == 1


def _is_said_on_the_phone(run: Run, lines: list[Line]) -> None:
    """What is told on the phone has the temperature of the list, and is held against the others."""
    asked = {"sentence": "", "lang": "en", "form": "aloud", "weather": run.weather, "as_of": run.as_of.isoformat()}
    for line in lines:
        kept = Kept.objects.get(account=line.number)
        whose = {"account": line.name, "platform": line.platform, "posts": kept.posts}
        assert answer(asked | whose)["temperature"] == line.temperature
    assert not [line.name for line in lines if line.name.encode() in b64decode(run.weather)]


def _kept_as_brought(account: Account) -> None:
    """What is kept of an account are the numbers of the file, without texts, links and topics."""
    text = Kept.objects.get(account=account).posts
    found = posts_of(text, account.name, account.platform).sort("posted_at")
    same = conform(everybody(), "posts").filter(account=account.name).sort("posted_at")
    for column in ("posted_at", "kind", "likes", "reach", "measured_at", "paid"):
        assert found[column].to_list() == same[column].to_list(), column
    assert {"url", "topic"}.isdisjoint(text.partition("\n")[0].split(","))


def test_a_file_that_cannot_be_read_says_why(kept: None) -> None:
    """The reason stands over the list, the file is gone."""
    client = Team().signed_in("manager")

    bring(client, "posts", "all.csv", b"name,number\nlena,3\n")
    work()

    assert "is missing" in client.get(reverse("roster")).content.decode()
    assert lying_around() == []


def test_a_list_goes_out_and_comes_in_again(kept: None) -> None:
    """Names with tags, owner and notes are brought, taken along as CSV and Excel, and brought again unchanged."""
    team = Team()
    client = team.signed_in("manager")
    text = 'account,platform,tags,owner,notes\n=mia,instagram,"music, new",Kim,"calls, late"\nnoor,tiktok,,,\n'

    bring(client, "names", "list.csv", text.encode())
    work()
    first = client.get(reverse("roster_csv")).content
    bring(client, "names", "again.csv", first)
    work()

    assert client.get(reverse("roster_csv")).content == first
    rows = list(csv.DictReader(io.StringIO(first.decode())))
    assert [(row["account"], row["tags"], row["owner"], row["notes"]) for row in rows] == [
        ("'=mia", "music, new", "Kim", "calls, late"),
        ("noor", "", "", ""),
    ]
    assert list(Entry.objects.filter(what=What.LIST_TAKEN).values_list("about", flat=True)) == ["accounts 2"] * 2
    sheet = read_sheet(client.get(reverse("roster_xlsx")).content, where="fieber.xlsx")
    assert sheet["account"].to_list() == ["=mia", "noor"]
    assert Account.objects.count() == 2


def test_search_and_filters(team: Team) -> None:
    """Words are found in names, tags and owners; each filter keeps what fits."""
    keep_names(
        team.manager,
        [
            {"account": "mia", "platform": "instagram", "tags": "music", "keeper": "Kim"},
            {"account": "noor", "platform": "tiktok", "tags": "sport;new", "keeper": "Kim"},
            {"account": "ole", "platform": "instagram"},
        ],
    )
    lines = lines_of(team.manager)

    def found(**asked: str) -> list[str]:
        return names([line for line in lines if Asked(**asked).fits(line)])

    assert found() == ["mia", "noor", "ole"]
    assert found(words="KIM spo") == ["noor"]
    assert found(platform="instagram") == ["mia", "ole"]
    assert found(tag="new") == ["noor"]
    assert found(keeper="Kim", words="m") == ["mia", "noor"]
    assert found(verdict="fever") == []
    assert found(verdict="unknown") == ["mia", "noor", "ole"]


def test_programs_read_what_the_list_says(team: Team) -> None:
    """A program of the manager is told what was found and what stands beside an account; one of its owner is not."""
    account = own_checkup(team.creator).account
    account.agreements.create(manager=team.manager)
    note(team.manager, account, keeper="Kim", tags="b, a")
    run = Run.objects.create(manager=team.manager, what="posts", state="done")
    found = {"change": -40.0, "change_low": -50.0, "change_high": -30.0}
    Row.objects.create(run=run, account=account, verdict="fever", temperature=39.0, stands_out=True, **found)

    told = {}
    for who in (team.manager, team.creator):
        headers = {"authorization": f"Bearer {token_of(who)[1]}"}
        told[who] = (
            Client(headers=headers, SERVER_NAME="127.0.0.1")
            .get(reverse("api_account", args=[account.pk]))
            .json()["listed"]
        )

    assert told[team.creator] is None
    assert {name: told[team.manager][name] for name in ("verdict", "stands_out", "tags", "owner", "change")} == {
        "verdict": "fever",
        "stands_out": True,
        "tags": ["a", "b"],
        "owner": "Kim",
        "change": {"percent": -40.0, "low": -50.0, "high": -30.0},
    }


def test_what_one_writes_nobody_else_sees(team: Team) -> None:
    """Tags, notes and owner of an account that two may see are each manager's own; notes are sealed."""
    account = own_checkup(team.creator).account
    account.agreements.create(manager=team.manager)
    account.agreements.create(manager=team.other)
    client = team.signed_in("manager")

    path = reverse("roster_beside", args=[account.pk])
    told = {"keeper": "Kim", "tags": "a, b, a", "notes": "secret word"}

    assert client.post(path, told).status_code == 302
    assert client.post(path, told, headers={"HX-Request": "true"}).content == b"Saved."  # the page stays

    assert [(line.keeper, line.tags) for line in lines_of(team.manager)] == [("Kim", ("a", "b"))]
    assert [(line.keeper, line.tags) for line in lines_of(team.other)] == [("", ())]
    assert "secret word" in client.get(reverse("phone", args=[account.pk])).content.decode()
    assert "secret word" not in team.signed_in("other").get(reverse("phone", args=[account.pk])).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT notes FROM roster_entry")
        assert b"secret" not in bytes(cursor.fetchone()[0])


def test_check_ups_are_in_the_list(team: Team) -> None:
    """A check-up newer than the last file is what the line tells; who objects is not in the list at all."""
    account = own_checkup(team.creator, verdict="fever", temperature=39.0).account
    account.agreements.create(manager=team.manager)

    assert [(line.verdict, line.temperature) for line in lines_of(team.manager)] == [("fever", 39.0)]
    Objection.objects.create(person=team.creator)
    assert lines_of(team.manager) == []
    assert team.signed_in("manager").get(reverse("phone", args=[account.pk])).status_code == 404


def test_the_worried_are_answered_together(team: Team) -> None:
    """Who was chosen gets a draft from their own finding, and it goes out as it was changed; all others stay open."""
    told = {"claims": [{"kind": "claim_level"}], "answer": ["Your likes are usual."], "advice": [{"do": "Nothing."}]}
    asked = [own_checkup(team.creator, contract={"de": told, "en": told}) for _ in range(3)]
    chosen, emptied, left = (Inquiry.objects.create(checkup=one) for one in asked)
    ill = Inquiry.objects.create(checkup=own_checkup(team.creator, **FOUND | {"verdict": "fever"}))
    client = team.signed_in("manager")

    numbers = [str(one.checkup_id) for one in (chosen, emptied, ill)]
    page = client.post(reverse("roster_drafts"), {"checkup": [*numbers, "nonsense"]})
    drafts = drafts_on(page)
    assert set(drafts) == set(numbers[:2])
    assert drafts[numbers[0]] == "Hello Lena,\n\nYour likes are usual.\n\nNothing.\n\nKind regards\nMara"
    assert not Inquiry.objects.exclude(answered_at=None).exists()

    client.post(reverse("roster_release"), filled_in({numbers[0]: "All is well.", numbers[1]: " ", numbers[2]: "No."}))
    answers = dict(Inquiry.objects.values_list("checkup", "answer"))
    assert answers == {
        chosen.checkup_id: "All is well.",
        emptied.checkup_id: "",
        left.checkup_id: "",
        ill.checkup_id: "",
    }


def drafts_on(page: HttpResponse) -> dict[str, str]:
    """Give the answers of a page of drafts, by check-up."""
    text = page.content.decode()
    numbers = re.findall(r'name="form-\d+-checkup" value="(.+?)"', text)
    return dict(zip(numbers, re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL), strict=True))


def filled_in(answers: dict[str, str]) -> dict[str, str]:
    fields = {f"form-{i}-checkup": number for i, number in enumerate(answers)}
    fields |= {f"form-{i}-answer": answer for i, answer in enumerate(answers.values())}
    return fields | {"form-TOTAL_FORMS": str(len(answers)), "form-INITIAL_FORMS": str(len(answers))}


def test_no_machine_begins_an_answer_to_distress(team: Team) -> None:
    """Who speaks of their own distress gets no draft: the page says that a person writes this one."""
    told = {"claims": [{"kind": "distress"}], "answer": ["…"], "advice": []}
    checkup = own_checkup(team.creator, contract={"de": told, "en": told})
    Inquiry.objects.create(checkup=checkup)

    page = team.signed_in("manager").post(reverse("roster_drafts"), {"checkup": str(checkup.pk)})

    assert drafts_on(page) == {str(checkup.pk): ""}
    assert "You write this answer yourself." in page.content.decode()


def test_a_draft_that_is_too_long_is_kept_and_said(team: Team) -> None:
    """Nothing goes out, and what was written is still there."""
    inquiry = inquiry_of(team.creator)

    page = team.signed_in("manager").post(reverse("roster_release"), filled_in({str(inquiry.checkup_id): "a" * 2001}))

    assert page.status_code == 400
    assert "a" * 2001 in page.content.decode()
    assert not Inquiry.objects.exclude(answered_at=None).exists()


def test_whoever_was_called_is_out_of_the_queue_for_a_while(team: Team, clock: Clock, warm: None) -> None:
    """Who stands out comes first, then fevers of newer check-ups; a call takes one out for two weeks."""
    run = Run.objects.create(manager=team.manager, what="posts", state="done")
    for name, q_value in (("noor", 0.05), ("mia", 0.01), ("ole", 0.9)):
        account = listed_account(team.manager, name)
        Row.objects.create(run=run, account=account, verdict="fever", q_value=q_value, stands_out=q_value < 0.1)
    own = own_checkup(team.creator, verdict="high_fever", temperature=40.2).account
    own.agreements.create(manager=team.manager)
    client = team.signed_in("manager")

    assert names(calls(team.manager)) == ["mia", "noor", "lena"]
    client.post(reverse("roster_called", args=[Account.objects.get(name="mia").pk]))
    assert names(calls(team.manager)) == ["noor", "lena"]
    assert "You have called one person today." in client.get(reverse("roster_today")).content.decode()
    clock.at(clock.now + timedelta(days=15))
    assert names(calls(team.manager)) == ["mia", "noor", "lena"]


def test_good_news_is_told(team: Team) -> None:
    """A good reason to call stands on the page of the day, in the language of the manager."""
    account = listed_account(team.manager)
    run = Run.objects.create(manager=team.manager, what="posts")
    Row.objects.create(run=run, account=account, verdict="healthy", finding="", good_de="Gut so.", good_en="Well done.")

    assert "Well done." in team.signed_in("manager").get(reverse("roster_today")).content.decode()
    assert "Well done." not in team.signed_in("other").get(reverse("roster_today")).content.decode()


def test_searches_are_kept_and_forgotten(team: Team) -> None:
    """A search under a name is a link to the same search; forgotten only by whoever kept it."""
    client = team.signed_in("manager")
    listed_account(team.manager)

    client.post(reverse("roster_views"), {"name": "Music", "tag": "music", "words": "m&m"})
    page = client.get(reverse("roster")).content.decode()
    assert 'href="?words=m%26m&amp;tag=music">Music</a>' in page
    number = page.partition('name="forget" value="')[2].partition('"')[0]
    team.signed_in("other").post(reverse("roster_views"), {"forget": number})
    assert "Delete Music" in client.get(reverse("roster")).content.decode()
    client.post(reverse("roster_views"), {"forget": number})
    assert client.post(reverse("roster_views"), {"forget": "²"}).status_code == 302  # a digit, and no number
    assert "Delete Music" not in client.get(reverse("roster")).content.decode()


def many(manager: Person, n: int) -> None:
    run = Run.objects.create(manager=manager, what="posts", state="done")
    accounts = Account.objects.bulk_create(
        Account(name=f"account_{i}", platform="instagram", manager=manager) for i in range(n)
    )
    Row.objects.bulk_create(
        Row(
            run=run,
            account=one,
            verdict="healthy",
            temperature=36.4,
            finding="not_in_data",
            change=-3.0,
            change_low=-9.0,
            change_high=4.0,
        )
        for one in accounts
    )


def test_five_thousand_take_as_many_questions_as_one(team: Team) -> None:
    """The page asks the database the same number of questions however long the list is, and shows 400 at once."""
    client = team.signed_in("manager")
    asked = []
    for n in (1, 1000):
        many(team.manager, n)
        client.get(reverse("roster"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("roster"))
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert page.content.decode().count('<th scope="row">') == 400
