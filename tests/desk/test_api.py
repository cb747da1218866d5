"""Programs: what a token opens, that it opens no more than its person may see, and how errors are told."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import FOUND, account_of, agreement_of, own_checkup, person, token_of

from fieber.api import each_checkup
from fieber.desk.accounts.models import Account
from fieber.desk.api import answers
from fieber.desk.api.models import KeyedUpload, Token
from fieber.desk.api.tokens import ACCOUNTS, CHECKUPS, UPLOAD, forget_expired
from fieber.desk.checkups.models import Checkup, Finding
from fieber.desk.checkups.services import examine_upload, folder_of, keep_findings
from fieber.desk.pages.services import publish
from fieber.desk.people.models import Person, Role
from fieber.desk.sandbox.finding import finding
from fieber.readers import read_typed
from fieber.report.contract import to_contract

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.desk.people import Team

CONTRACT = {"verdict": "healthy", "account": "lena", "caveats": []}
LIKES = "90 100 110 95 105 100 20 100 99 101 90 100 110 95 105 100 20 100 99 101"
EXPORT = "date,likes\n" + "".join(f"2025-{1 + n // 28:02d}-{1 + n % 28:02d},{100 + n % 7}\n" for n in range(80))


def program(owner: Person, *scopes: str, lang: str = "en") -> Client:
    """Give a program that shows a token of this person."""
    _, secret = token_of(owner, *scopes)
    headers = {"authorization": f"Bearer {secret}", "accept-language": lang}
    return Client(headers=headers, SERVER_NAME="127.0.0.1", raise_request_exception=False)


def problem(answer: HttpResponse) -> tuple[int, str]:
    """Give status and kind of an error, which is told as RFC 9457 asks."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "detail"} <= told.keys()
    assert told["status"] == answer.status_code
    return answer.status_code, told["type"].rpartition(":")[2]


def export(text: str = EXPORT) -> SimpleUploadedFile:
    return SimpleUploadedFile("posts.csv", text.encode())


def send(client: Client, key: str | None = None, **values: Any) -> HttpResponse:
    told = {"files": export(), "sentence": "Nobody sees me"} | values
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(reverse("api_upload"), told, headers=headers)


def test_without_a_good_token_nothing_opens(team: Team) -> None:
    """None, a made-up one, one that has expired, one of somebody who left, and a session: 401."""
    token, secret = token_of(team.creator)
    paths = [reverse("api_me"), reverse("api_accounts"), reverse("api_checkups")]
    for path in paths:
        assert problem(Client(SERVER_NAME="127.0.0.1").get(path)) == (401, "no_token")
        assert problem(team.signed_in("creator").get(path)) == (401, "no_token")
        assert problem(Client(SERVER_NAME="127.0.0.1").get(path, headers={"authorization": "Bearer x"}))[0] == 401
    shown = Client(headers={"authorization": f"Bearer {secret}"}, SERVER_NAME="127.0.0.1")
    assert shown.get(paths[0]).status_code == 200

    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert problem(shown.get(paths[0]))[0] == 401
    forget_expired()
    assert not Token.objects.exists()

    gone = program(team.other)
    Person.objects.filter(pk=team.other.pk).update(is_active=False)
    assert gone.get(paths[0]).status_code == 401


def test_only_the_hash_is_kept(team: Team) -> None:
    """What a program shows stands nowhere in the database."""
    token, secret = token_of(team.creator)

    assert secret.startswith("fieber_")
    assert secret not in json.dumps([str(value) for value in Token.objects.values_list().get(pk=token.pk)])


@pytest.mark.parametrize(
    ("scope", "opened"), [(ACCOUNTS, {"api_accounts"}), (CHECKUPS, {"api_checkups"}), (UPLOAD, set())]
)
def test_a_scope_opens_what_it_names(team: Team, scope: str, opened: set[str]) -> None:
    """Each list opens with its own scope only; who one is may be asked with any."""
    client = program(team.creator, scope)
    answers = {name: client.get(reverse(name)).status_code for name in ("api_accounts", "api_checkups")}

    assert answers == {name: 200 if name in opened else 403 for name in answers}
    assert client.get(reverse("api_me")).json()["scopes"] == [scope]
    assert problem(program(team.creator, ACCOUNTS).post(reverse("api_upload"))) == (403, "scope")


def test_a_token_sees_what_its_person_sees(team: Team) -> None:
    """An owner sees their account and check-up; a manager only while the owner agrees; all others never."""
    checkup = own_checkup(team.creator)
    account = checkup.account
    paths = [reverse("api_checkup", args=[checkup.pk]), reverse("api_account", args=[account.pk])]

    def seen(who: Person) -> list[int]:
        client = program(who)
        listed = {one["id"] for one in client.get(reverse("api_accounts")).json()["items"]}
        told = {one["id"] for one in client.get(reverse("api_checkups")).json()["items"]}
        codes = [client.get(path).status_code for path in paths]
        assert ((str(checkup.pk) in told), (account.pk in listed)) == (codes[0] == 200, codes[1] == 200)
        return codes

    assert seen(team.creator) == [200, 200]
    assert seen(team.manager) == seen(team.other) == seen(team.administrator) == [404, 404]
    agreement = agreement_of(team.creator, team.manager)
    agreement.account = account
    agreement.save()
    assert (seen(team.manager), seen(team.other)) == ([200, 200], [404, 404])
    agreement.ended_at = timezone.now()
    agreement.save()
    assert seen(team.manager) == [404, 404]


def test_the_newest_finding_is_one_that_the_person_may_see(team: Team) -> None:
    """What a manager keeps back is not told to the owner in the list of accounts either."""
    first = own_checkup(team.creator)
    agreement = agreement_of(team.creator, team.manager)
    agreement.account, agreement.client_sees_too = first.account, False
    agreement.save()
    later = Checkup.objects.create(account=first.account, started_by=team.manager)
    keep_findings(later.pk, [FOUND])
    path = reverse("api_account", args=[first.account_id])

    assert program(team.creator).get(path).json()["latest"]["checkup"] == str(first.pk)
    assert program(team.manager).get(path).json()["latest"]["checkup"] == str(later.pk)


def test_lists_come_in_pages(team: Team) -> None:
    """Following the cursor tells each row once, the newest first; a row that comes in between moves none."""
    made = [account_of(team.creator).pk for _ in range(5)]
    checkups = [Checkup.objects.create(account_id=made[0]) for _ in range(5)]
    Checkup.objects.update(made_at=timezone.now())  # all at the same moment
    client = program(team.creator)
    for name, expected in (("api_accounts", made), ("api_checkups", [str(one.pk) for one in checkups])):
        found: list[Any] = []
        cursor: str | None = ""
        while cursor is not None:
            told = client.get(reverse(name), {"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
            found += [one["id"] for one in told["items"]]
            cursor = told["next"]
            account_of(team.creator)

        assert sorted(found, reverse=True) == found
        assert sorted(found) == sorted(expected)
        assert problem(client.get(reverse(name), {"cursor": "made-up"})) == (422, "wrong")


def test_an_upload_is_taken_and_told(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """202 with an address; there, once the file is read, the finding stands as the contract says, in both languages."""
    client = program(team.creator)
    answer = send(client)
    where = answer["Location"]

    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert client.get(where).json()["findings"] == []
    number = answer.json()["id"]
    examine_upload(Checkup.objects.get(pk=number).pk)()
    for lang in ("de", "en"):
        told = program(team.creator, lang=lang).get(where).json()
        (found,) = told["findings"]
        assert told["state"] == "done"
        assert (found["finding"]["lang"], found["finding"]["complaint"]) == (lang, "Nobody sees me")
        assert found["finding"]["verdict"] == found["verdict"]
        assert found["finding"]["vitals"]


def test_the_finding_is_the_contract(team: Team) -> None:
    """What a program gets is the object that every surface of fieber writes, word for word."""
    checkup = next(iter(each_checkup(read_typed(LIKES, account="lena"), complaint=None)))
    made = Checkup.objects.create(account=account_of(team.creator))
    keep_findings(made.pk, [finding(checkup)])

    told = program(team.creator, lang="de").get(reverse("api_checkup", args=[made.pk])).json()

    assert told["findings"][0]["finding"] == to_contract(checkup.diagnosis, "de")


def test_an_old_finding_has_no_contract(team: Team) -> None:
    """What was found before there was an API is told without it."""
    found = program(team.creator).get(reverse("api_checkup", args=[own_checkup(team.creator).pk])).json()["findings"]

    assert found == [{"account": "lena", "verdict": "healthy", "temperature": 36.4, "finding": None}]


def test_the_same_upload_is_taken_once(team: Team) -> None:
    """With a key the second gives the check-up of the first; the key of somebody else is another one."""
    client = program(team.creator)
    first, again = send(client, "a-key"), send(client, "a-key")

    assert first["Location"] == again["Location"]
    assert first["Idempotency-Replayed"] == "false"
    assert (again.status_code, again["Idempotency-Replayed"]) == (202, "true")
    assert Checkup.objects.count() == KeyedUpload.objects.count() == 1
    assert problem(send(client, "a-key", sentence="Something else")) == (422, "key_reused")
    assert problem(send(client, "a-key", files=export(EXPORT + "2026-01-01,5\n"))) == (422, "key_reused")
    assert send(program(team.other), "a-key")["Location"] != first["Location"]
    assert send(client)["Location"] != send(client)["Location"]
    assert len([one for one in Checkup.objects.all() if folder_of(one.pk).is_dir()]) == 4


def test_the_month_ends_for_programs_too(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has no check-up left starts none by a token; the key is free again."""
    monkeypatch.setattr(settings, "IS_PUBLIC", True)
    monkeypatch.setattr(settings, "FREE_CHECKUPS", 1)
    client = program(team.creator)

    assert send(client, "one").status_code == 202
    assert problem(send(client, "two")) == (403, "none_left")
    assert KeyedUpload.objects.count() == 1


def test_new_terms_come_first(team: Team) -> None:
    """Who has to agree to something is told so, and nothing else."""
    client = program(team.creator)
    publish("terms", de="Neu", en="New", person=None)

    assert problem(client.get(reverse("api_me"))) == (403, "agree")


def test_too_often_is_too_often(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each token has its own count; who is refused is told when to come again."""
    monkeypatch.setitem(settings.RATES, "api", "3/m/key")
    client = program(team.creator)
    answers = [client.get(reverse("api_me")) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert problem(answers[3]) == (429, "too_often")
    assert answers[3]["Retry-After"] == "60"
    assert program(team.creator).get(reverse("api_me")).status_code == 200


def test_every_error_is_told_alike(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing there, a wrong method, wrong values, too large a body, our own mistake: problem+json, in the language."""
    client = program(team.creator)

    assert problem(client.get("/api/v1/nothing")) == (404, "not_found")
    assert problem(client.get("/api/v9/me")) == (404, "not_found")
    assert problem(client.get(reverse("api_explainer", args=["nonsense"]))) == (404, "not_found")
    assert problem(client.delete(reverse("api_me"))) == (405, "method")
    assert client.delete(reverse("api_upload"))["Allow"] in {"GET, POST", "POST, GET"}
    assert problem(client.get(reverse("api_accounts"), {"limit": 0})) == (422, "wrong")
    assert problem(client.post(reverse("api_upload"), {"sentence": "no file"})) == (422, "wrong")
    assert problem(client.post(reverse("api_me"), "x" * 2**18, content_type="text/plain")) == (413, "too_large")
    monkeypatch.setattr(answers, "accounts", lambda *_: 1 / 0)
    assert problem(client.get(reverse("api_accounts"))) == (500, "broken")
    assert program(team.creator, lang="de").get("/api/v1/nothing").json()["title"].startswith("Hier ist nichts")


def test_explainers_are_filled_from_a_checkup(team: Team) -> None:
    """One's own numbers, in the language asked for; of a check-up that one may see."""
    checkup = next(iter(each_checkup(read_typed(LIKES, account="lena"), complaint=None)))
    made = Checkup.objects.create(account=account_of(team.creator))
    keep_findings(made.pk, [finding(checkup)])
    path = reverse("api_explainer", args=["half_life"])
    mine, others = program(team.creator, lang="de"), program(team.other)

    assert mine.get(path).json()["yours"] == []
    assert mine.get(path, {"checkup": str(made.pk)}).json()["yours"]
    assert others.get(path, {"checkup": str(made.pk)}).status_code == 404
    assert problem(program(team.creator, ACCOUNTS).get(path, {"checkup": str(made.pk)})) == (403, "scope")
    assert {"name": "half_life"}.items() <= others.get(path).json().items()
    assert "shadowban" in {one["name"] for one in others.get(reverse("api_explainers")).json()}


def test_a_token_is_made_shown_once_and_revoked(team: Team) -> None:
    """The page shows it once; after one click it opens nothing; nobody revokes that of another."""
    browser = team.signed_in("creator")
    page = browser.post(reverse("tokens"), {"label": "My script", "scopes": [ACCOUNTS], "days": "90"})
    secret = re.findall(r"fieber_[\w-]+", page.content.decode())[0]
    shown = Client(headers={"authorization": f"Bearer {secret}"}, SERVER_NAME="127.0.0.1")

    assert shown.get(reverse("api_accounts")).status_code == 200
    assert secret not in browser.get(reverse("tokens")).content.decode()
    number = Token.objects.get().pk
    assert team.signed_in("other").post(reverse("token_revoke", args=[number])).status_code == 404
    assert browser.post(reverse("token_revoke", args=[number])).status_code == 302
    assert shown.get(reverse("api_accounts")).status_code == 401
    assert browser.post(reverse("tokens"), {"label": "", "days": "9999"}).status_code == 400


def test_simulated_accounts_and_findings_of_many(team: Team) -> None:
    """A manager reads what stands in the list of all, and a file with two accounts gives two findings."""
    Account.objects.create(name="simulated", is_simulated=True)
    made = Checkup.objects.create(started_by=person("mia", Role.MANAGER))
    keep_findings(made.pk, [FOUND | {"contract": {"de": CONTRACT, "en": CONTRACT}}, FOUND | {"account": "luca"}])
    told = program(made.started_by).get(reverse("api_checkup", args=[made.pk])).json()

    assert [(one["account"], one["finding"]) for one in told["findings"]] == [("lena", CONTRACT), ("luca", None)]
    assert [one["name"] for one in program(team.manager).get(reverse("api_accounts")).json()["items"]] == ["simulated"]
    assert Finding.objects.count() == 2
