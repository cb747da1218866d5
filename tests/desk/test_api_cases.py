"""Programs and the manager's work: cases, the list and its files, the ledger; each as on the pages, and no further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from ninja import Schema
from tests.desk.people import agreement_of, case_of, listed_account, own_checkup
from tests.desk.test_api import export, problem, program

from fieber.desk.api.rest import PREFIX
from fieber.desk.api.tokens import ACCOUNTS, CASES, CASES_WRITE, FOR_ALL, LEDGER, ROSTER_WRITE
from fieber.desk.cases.models import Case, Mail
from fieber.desk.ledger.figures import of_all, own
from fieber.desk.roster.models import Run
from fieber.desk.roster.services import note, read_files

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.desk.people import Team

NAMES = "account,platform,tags,owner\nmia,instagram,music,Kim\nzoe,instagram,,Ali\n"


def at(name: str, case: Case) -> str:
    return reverse(name, args=[case.pk])


def as_json(client: Client, method: str, address: str, **told: Any) -> HttpResponse:
    return getattr(client, method)(address, told, content_type="application/json")


def test_a_case_from_sentence_to_end(team: Team) -> None:
    """Begun from a sentence, read, answered, noted as sent, closed; what fieber drafted stays, and no mail goes out."""
    client, checkup = program(team.manager, CASES, CASES_WRITE), case_of(team.manager).checkup
    Case.objects.all().delete()

    made = as_json(client, "post", reverse("api_case_new"), checkup=str(checkup.pk), sentence="Where are my likes?")
    told = client.get(made["Location"]).json()
    assert (made.status_code, told["stage"], told["whose"], told["account"]) == (
        201,
        "answer",
        "mia",
        checkup.account_id,
    )
    assert [one["is_by_fieber"] for one in told["drafts"]] == [True]

    where = f"{made['Location']}/answer"
    assert (
        as_json(client, "put", where, text="All is well.\r\nMara").json()["drafts"][0]["text"] == "All is well.\nMara"
    )
    sent = as_json(client, "post", f"{made['Location']}/sent", number=2).json()
    assert (sent["stage"], sent["due_on"] is None) == ("waiting", False)
    closed = as_json(client, "post", f"{made['Location']}/close", outcome="unfounded", was_tried=False).json()
    assert (closed["stage"], closed["outcome"], closed["was_tried"]) == ("closed", "unfounded", False)
    assert problem(as_json(client, "put", where, text="More.")) == (409, "case_closed")
    assert not Mail.objects.exists()


def test_what_does_not_fit_is_told(team: Team) -> None:
    """A cause of another finding, a version that is not the newest, nobody's case, no address: each by its place."""
    case, client = case_of(team.manager), program(team.manager)
    waiting = as_json(client, "post", reverse("api_case_new"), whose="Lena").json()

    assert waiting["stage"] == "export"
    assert problem(as_json(client, "post", at("api_case_sent", case), number=7)) == (409, "other_version")
    assert problem(as_json(client, "post", f"/{PREFIX}cases/{waiting['id']}/sent", number=1)) == (409, "no_answer")
    ended = as_json(client, "post", f"/{PREFIX}cases/{waiting['id']}/close", outcome="right")
    assert problem(ended) == (409, "no_finding")
    wrong = as_json(client, "post", at("api_case_close", case), outcome="right", cause="nonsense")
    assert wrong.json()["errors"] == [{"where": "body.cause", "what": "not a cause of this finding"}]
    assert problem(as_json(client, "post", reverse("api_case_new"), sentence="Help")) == (422, "wrong")
    assert problem(as_json(client, "post", reverse("api_case_new"), whose="A", email="nobody")) == (422, "wrong")


def test_a_case_is_begun_once(team: Team) -> None:
    """With a key the second gives the case of the first; with another body it is refused; two keys may lead to one."""
    client, checkup = program(team.manager), case_of(team.manager).checkup
    Case.objects.all().delete()

    def begin(key: str, **told: Any) -> HttpResponse:
        body = {"checkup": str(checkup.pk)} | told
        headers = {"Idempotency-Key": key}
        return client.post(reverse("api_case_new"), body, content_type="application/json", headers=headers)

    first, again, other = begin("a"), begin("a"), begin("b")

    assert (again.status_code, again["Idempotency-Replayed"], again.json()["id"]) == (201, "true", first.json()["id"])
    assert other.json()["id"] == first.json()["id"]
    assert problem(begin("a", sentence="Else")) == (422, "key_reused")
    assert Case.objects.count() == 1


def test_without_a_key_the_same_words_begin_one_case(team: Team) -> None:
    """A program that sends twice, for the first answer was late, has begun one case; other words are another."""
    client = program(team.manager)
    told = [
        as_json(client, "post", reverse("api_case_new"), whose=whose, sentence="Halved")
        for whose in ("Mia", "Mia", "Noor")
    ]

    assert [answer.status_code for answer in told] == [201] * 3
    assert told[0].json()["id"] == told[1].json()["id"] != told[2].json()["id"]
    assert Case.objects.count() == 2


def test_cases_are_chosen_and_paged(team: Team) -> None:
    """By account, open or closed, outcome, day; following the cursor tells each once."""
    cases = [case_of(team.manager) for _ in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(closed_at=timezone.now(), outcome="right")
    Case.objects.filter(pk=cases[1].pk).update(due_on=timezone.now().date())
    client = program(team.manager)

    def found(**asked: Any) -> set[str]:
        return {one["id"] for one in client.get(reverse("api_cases"), asked).json()["items"]}

    names = [str(one.pk) for one in cases]
    assert found(is_open="false") == found(outcome="right") == {names[0]}
    assert found(is_open="true") == {names[1], names[2]}
    assert found(due_by=str(timezone.now().date())) == {names[1]}
    assert found(account=cases[0].account_id) == set(names)
    assert found(account=cases[0].account_id + 99) == set()
    page = client.get(reverse("api_cases"), {"limit": 2}).json()
    rest = client.get(reverse("api_cases"), {"limit": 2, "cursor": page["next"]}).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == names[::-1]


def test_each_sees_their_own_cases(team: Team) -> None:
    """Another team's cases and check-ups are not there, by any route; a lead sees those of the team."""
    case, checkup = case_of(team.manager), own_checkup(team.creator)
    client, lead = program(team.other), program(team.lead)
    theirs = case_of(team.other)

    assert [one["id"] for one in client.get(reverse("api_cases")).json()["items"]] == [str(theirs.pk)]
    assert [one["id"] for one in lead.get(reverse("api_cases")).json()["items"]] == [str(theirs.pk)]
    assert client.get(at("api_case", case)).status_code == 404
    assert as_json(client, "put", at("api_case_answer", case), text="Mine").status_code == 404
    assert as_json(client, "post", at("api_case_sent", case), number=1).status_code == 404
    assert as_json(client, "post", at("api_case_close", case), outcome="right").status_code == 404
    for told in ({"account": case.account_id}, {"checkup": str(case.checkup_id)}, {"checkup": str(checkup.pk)}):
        assert as_json(client, "post", reverse("api_case_new"), **told).status_code == 404
    agreement = agreement_of(team.creator, team.other)
    agreement.account = checkup.account
    agreement.save()
    assert as_json(client, "post", reverse("api_case_new"), checkup=str(checkup.pk)).json()["whose"] == "Lena"
    assert lead.get(reverse("api_me")).json()["role"] == "lead"


def test_a_list_is_brought_and_told(team: Team) -> None:
    """Names come in once for a key, the run says when they are read, and the lines can be chosen and paged."""
    client = program(team.manager, ROSTER_WRITE, ACCOUNTS)
    headers = {"Idempotency-Key": "monday"}
    made = [
        client.post(reverse("api_import"), {"what": "names", "files": export(NAMES)}, headers=headers) for _ in range(2)
    ]
    assert [one.status_code for one in made] == [202, 202]
    assert made[0]["Location"] == made[1]["Location"]
    assert client.get(made[0]["Location"]).json()["state"] == "waiting"
    read_files(Run.objects.get().pk)()

    told = client.get(made[0]["Location"]).json()
    assert (told["state"], told["accounts"], told["what"]) == ("done", 2, "names")
    assert [one["id"] for one in client.get(reverse("api_imports")).json()["items"]] == [told["id"]]
    assert program(team.other).get(made[0]["Location"]).status_code == 404
    assert program(team.other).get(reverse("api_roster")).json()["items"] == []
    first = client.get(reverse("api_roster"), {"limit": 1}).json()
    second = client.get(reverse("api_roster"), {"limit": 1, "cursor": first["next"]}).json()
    assert [one["name"] for page in (first, second) for one in page["items"]] == ["mia", "zoe"]
    assert second["next"] is None
    for asked in ({"tag": "music"}, {"owner": "Kim"}, {"words": "kim"}):
        assert [one["name"] for one in client.get(reverse("api_roster"), asked).json()["items"]] == ["mia"]
    assert problem(client.get(reverse("api_roster"), {"verdict": "nonsense"})) == (422, "wrong")
    assert problem(client.get(reverse("api_roster"), {"cursor": "made-up"})) == (422, "wrong")


def test_the_ledger_is_that_of_the_page(team: Team) -> None:
    """The same figures for one's own cases; all of the desk's for administrators only, without small cells."""
    for outcome in ("right", "unfounded"):
        Case.objects.filter(pk=case_of(team.manager).pk).update(outcome=outcome, closed_at=timezone.now())
    mine = program(team.manager, LEDGER).get(reverse("api_ledger")).json()

    expected = own(team.manager).total
    assert expected is not None
    assert mine["total"]["n"] == expected.n == 2
    assert [mine["total"]["shares"][name]["n"] for name in ("right", "market", "unfounded", "unknown")] == [1, 0, 1, 0]
    assert program(team.other).get(reverse("api_ledger")).json()["total"] is None
    assert problem(program(team.manager).get(reverse("api_ledger"), {"of": "all"})) == (403, "scope")
    assert of_all().total is None
    assert program(team.administrator).get(reverse("api_ledger"), {"of": "all"}).json()["total"] is None


def test_what_is_for_managers_opens_for_nobody_else(team: Team) -> None:
    """A creator's token has none of it, whatever stands in it; the page offers them three things to choose from."""
    client = program(team.creator)
    page = team.signed_in("creator").get(reverse("tokens")).content.decode()

    assert client.get(reverse("api_me")).json()["scopes"] == list(FOR_ALL)
    for name in ("api_cases", "api_ledger"):
        assert problem(client.get(reverse(name))) == (403, "scope")
    assert client.get(reverse("api_roster")).json()["items"] == []
    assert page.count('name="scopes"') == 3
    assert "case.opened" not in team.signed_in("creator").get(reverse("hooks")).content.decode()
    assert "case.opened" in team.signed_in("manager").get(reverse("hooks")).content.decode()


def test_lines_that_change_between_two_pages_are_not_told_twice(team: Team) -> None:
    """The cursor is a place in the order, not a number of lines: somebody new at the top moves nobody."""
    for name in ("b", "c", "d"):
        note(team.manager, listed_account(team.manager, name), keeper="Kim")
    client = program(team.manager)
    first = client.get(reverse("api_roster"), {"limit": 2}).json()
    listed_account(team.manager, "a")
    second = client.get(reverse("api_roster"), {"limit": 2, "cursor": first["next"]}).json()

    assert [[one["name"] for one in page["items"]] for page in (first, second)] == [["b", "c"], ["d"]]


def test_the_description_shows_an_example_of_everything() -> None:
    """Each body that is sent as JSON, and each answer, has an example that fits its own description."""
    described = Client(SERVER_NAME="127.0.0.1").get(reverse("api_openapi")).json()
    named: set[str] = set()
    for operations in described["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            bodies = [operation["requestBody"]] if "requestBody" in operation else []
            bodies += [one for code, one in operation["responses"].items() if code.startswith("2")]
            for body in bodies:
                schema = body["content"].get("application/json", {}).get("schema", {})
                schema = schema.get("items", schema)
                named |= {schema["$ref"].rpartition("/")[2]} if "$ref" in schema else set()

    assert len(named) > 15
    models = {model.__name__: model for model in _models(Schema)}
    for name in named:
        for example in described["components"]["schemas"][name]["examples"]:
            models[name].model_validate(example)


def _models(base: type[Any]) -> list[type[Any]]:
    return [model for one in base.__subclasses__() for model in (one, *_models(one))]
