"""Every route for every role: what is not in this table does not pass."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.urls import reverse
from tests.desk.people import (
    account_of,
    agreement_of,
    case_of,
    hook_of,
    inquiry_of,
    link_of,
    listed_account,
    own_checkup,
    plan,
    question_to,
    release,
    simulated_checkup,
    token_of,
)

from fieber.desk.calendars.services import make_calendar
from fieber.desk.letters.subscriptions import choose, confirm_secret, leave_secret
from fieber.desk.pages.services import publish
from fieber.desk.people.services import invite
from fieber.desk.urls import urlpatterns

if TYPE_CHECKING:
    from tests.desk.people import Team

COLUMNS = ("nobody", "manager", "other", "administrator", "creator")
ROLES = (*COLUMNS, "lead", "caller")
SIGN_IN = 302
# method, then the answer for each of COLUMNS; what is used belongs to "manager", who is in another team than "other",
# "lead" and "caller": those get what `answer_for` says
TABLE = {
    "first": ("get", 200, 200, 200, 200, 200),
    "health_live": ("get", 200, 200, 200, 200, 200),
    "health_ready": ("get", 200, 200, 200, 200, 200),
    "health_working": ("get", 503, 503, 503, 503, 503),  # no worker here
    "metrics": ("get", 404, 404, 404, 404, 404),  # no key here
    "language": ("post", 302, 302, 302, 302, 302),
    "account_login": ("get", 200, 302, 302, 302, 302),
    "account_logout": ("get", 302, 200, 200, 200, 200),
    "account_signup": ("get", 200, 302, 302, 302, 302),
    "account_inactive": ("get", 200, 200, 200, 200, 200),
    "account_email_verification_sent": ("get", 200, 200, 200, 200, 200),
    "account_confirm_email": ("get", 200, 200, 200, 200, 200),
    "account_reset_password": ("get", 200, 200, 200, 200, 200),
    "account_reset_password_done": ("get", 200, 200, 200, 200, 200),
    "account_reset_password_from_key": ("get", 200, 200, 200, 200, 200),
    "account_reset_password_from_key_done": ("get", 200, 200, 200, 200, 200),
    "account_reauthenticate": ("get", SIGN_IN, 200, 200, 200, 200),
    "account_change_password": ("get", SIGN_IN, 200, 200, 200, 200),
    "mfa_authenticate": ("get", 302, 302, 302, 302, 302),
    "mfa_login_webauthn": ("get", 302, 302, 302, 302, 302),
    "mfa_reauthenticate": ("get", SIGN_IN, 302, 302, 302, 302),
    "mfa_reauthenticate_webauthn": ("get", SIGN_IN, 302, 302, 302, 302),
    "mfa_index": ("get", SIGN_IN, 200, 200, 200, 200),
    "mfa_activate_totp": ("get", SIGN_IN, 302, 302, 302, 302),
    "mfa_deactivate_totp": ("get", SIGN_IN, 404, 404, 404, 404),
    "mfa_view_recovery_codes": ("get", SIGN_IN, 404, 404, 404, 404),
    "mfa_generate_recovery_codes": ("get", SIGN_IN, 302, 302, 302, 302),
    "mfa_add_webauthn": ("get", SIGN_IN, 302, 302, 302, 302),
    "mfa_remove_webauthn": ("get", SIGN_IN, 302, 302, 302, 302),
    "start": ("get", 200, 200, 200, 200, 200),
    "link": ("get", 200, 200, 200, 200, 200),
    "link_state": ("get", 204, 204, 204, 204, 204),
    "link_delete": ("post", 200, 200, 200, 200, 200),
    "accounts": ("get", SIGN_IN, 200, 200, 200, 403),
    "accounts_state": ("get", SIGN_IN, 204, 204, 204, 403),
    "checkup": ("get", SIGN_IN, 200, 404, 404, 404),
    "checkup_state": ("get", SIGN_IN, 204, 204, 204, 204),
    "checkup_sound": ("get", SIGN_IN, 404, 404, 404, 200),
    "checkup_ask": ("post", SIGN_IN, 403, 403, 403, 302),
    "inquiries": ("get", SIGN_IN, 200, 200, 200, 403),
    "inquiry_answer": ("post", SIGN_IN, 400, 400, 400, 403),
    "explained": ("get", SIGN_IN, 200, 200, 200, 403),
    "explainer": ("get", SIGN_IN, 200, 200, 200, 403),
    "explainer_said": ("post", SIGN_IN, 302, 302, 302, 403),
    "explainer_edit": ("get", SIGN_IN, 403, 403, 200, 403),
    "explainer_history": ("get", SIGN_IN, 403, 403, 200, 403),
    "explainer_back": ("post", SIGN_IN, 403, 403, 302, 403),
    "explainer_keep": ("post", SIGN_IN, 403, 403, 302, 403),
    "roster": ("get", SIGN_IN, 200, 200, 200, 403),
    "roster_state": ("get", SIGN_IN, 204, 204, 204, 403),
    "roster_import": ("get", SIGN_IN, 200, 200, 200, 403),
    "roster_today": ("get", SIGN_IN, 200, 200, 200, 403),
    "roster_views": ("post", SIGN_IN, 302, 302, 302, 403),
    "roster_csv": ("get", SIGN_IN, 200, 200, 200, 403),
    "roster_xlsx": ("get", SIGN_IN, 200, 200, 200, 403),
    "roster_beside": ("post", SIGN_IN, 302, 404, 404, 403),
    "roster_drafts": ("post", SIGN_IN, 302, 302, 302, 403),
    "roster_release": ("post", SIGN_IN, 400, 400, 400, 403),
    "roster_called": ("post", SIGN_IN, 302, 404, 404, 403),
    "phone": ("get", SIGN_IN, 200, 404, 404, 403),
    "phone_pdf": ("post", SIGN_IN, 404, 404, 404, 403),
    "cases": ("get", SIGN_IN, 200, 200, 200, 403),
    "case_new": ("get", SIGN_IN, 200, 200, 200, 403),
    "case": ("get", SIGN_IN, 200, 404, 404, 403),
    "case_state": ("get", SIGN_IN, 204, 404, 404, 403),
    "case_draft": ("post", SIGN_IN, 400, 404, 404, 403),
    "case_send": ("post", SIGN_IN, 400, 404, 404, 403),
    "case_ask": ("post", SIGN_IN, 302, 404, 404, 403),
    "case_close": ("post", SIGN_IN, 400, 404, 404, 403),
    "case_delete": ("post", SIGN_IN, 302, 404, 404, 403),
    "ledger": ("get", SIGN_IN, 200, 200, 200, 403),
    "ledger_public": ("get", 404, 404, 404, 404, 404),
    "own": ("get", SIGN_IN, 403, 403, 403, 200),
    "own_upload": ("get", SIGN_IN, 403, 403, 403, 200),
    "own_connect": ("get", SIGN_IN, 403, 403, 403, 200),
    "own_instagram": ("get", SIGN_IN, 403, 403, 403, 302),
    "own_instagram_back": ("get", SIGN_IN, 403, 403, 403, 400),
    "own_account": ("get", SIGN_IN, 403, 403, 403, 200),
    "own_disconnect": ("post", SIGN_IN, 403, 403, 403, 200),
    "links": ("get", SIGN_IN, 200, 200, 200, 403),
    "links_delete": ("post", SIGN_IN, 302, 404, 404, 403),
    "agreements": ("get", SIGN_IN, 200, 200, 200, 200),
    "agreements_give": ("post", SIGN_IN, 404, 404, 404, 302),
    "agreements_decline": ("post", SIGN_IN, 302, 404, 404, 302),
    "agreements_end": ("post", SIGN_IN, 302, 404, 404, 302),
    "agreements_tell": ("post", SIGN_IN, 302, 404, 404, 403),
    "ticks": ("get", SIGN_IN, 200, 200, 200, 200),
    "tick": ("get", SIGN_IN, 200, 200, 200, 200),
    "rights": ("get", SIGN_IN, 200, 200, 200, 200),
    "rights_export": ("post", SIGN_IN, 200, 200, 200, 200),
    "rights_correct": ("post", SIGN_IN, 400, 400, 400, 400),
    "rights_address": ("post", SIGN_IN, 400, 400, 400, 400),
    "rights_object": ("post", SIGN_IN, 302, 302, 302, 302),
    "rights_take_back": ("post", SIGN_IN, 302, 302, 302, 302),
    "rights_delete": ("post", SIGN_IN, 200, 200, 200, 200),
    "pages": ("get", SIGN_IN, 403, 403, 200, 403),
    "pages_edit": ("get", SIGN_IN, 403, 403, 200, 403),
    "counts": ("get", SIGN_IN, 403, 403, 200, 403),
    "consent": ("get", SIGN_IN, 302, 302, 302, 302),
    "page": ("get", 200, 200, 200, 200, 200),
    "page_version": ("get", 200, 200, 200, 200, 200),
    "person_role": ("get", SIGN_IN, 403, 403, 200, 403),
    "team": ("get", SIGN_IN, 200, 200, 200, 403),
    "hand_over": ("get", SIGN_IN, 200, 404, 404, 403),
    "teams": ("get", SIGN_IN, 403, 403, 200, 403),
    "team_members": ("get", SIGN_IN, 403, 403, 200, 403),
    "team_rename": ("post", SIGN_IN, 403, 403, 302, 403),
    "team_leave": ("post", SIGN_IN, 403, 403, 302, 403),
    "team_delete": ("post", SIGN_IN, 403, 403, 302, 403),
    "people": ("get", SIGN_IN, 403, 403, 200, 403),
    "letters": ("get", SIGN_IN, 403, 403, 403, 200),
    "letters_confirm": ("get", 200, 200, 200, 200, 200),
    "letters_leave": ("get", 200, 200, 200, 200, 200),
    "tokens": ("get", SIGN_IN, 200, 200, 200, 200),
    "token_revoke": ("post", SIGN_IN, 302, 404, 404, 404),
    "calendar": ("get", SIGN_IN, 200, 200, 200, 200),
    "calendar_end": ("post", SIGN_IN, 302, 302, 302, 302),
    "calendar_file": ("get", 200, 200, 200, 200, 200),
    "hooks": ("get", SIGN_IN, 200, 200, 200, 200),
    "hook_delete": ("post", SIGN_IN, 302, 404, 404, 404),
    "api_openapi": ("get", 200, 200, 200, 200, 200),
    **dict.fromkeys(  # a session opens nothing here; what a token opens is in test_api.py
        (
            *("api_me", "api_accounts", "api_account", "api_checkups", "api_checkup", "api_explainers"),
            *("api_explainer", "api_cases", "api_case", "api_roster", "api_imports", "api_import_one", "api_ledger"),
        ),
        ("get", 401, 401, 401, 401, 401),
    ),
    **dict.fromkeys(
        ("api_upload", "api_case_new", "api_case_sent", "api_case_close", "api_import"),
        ("post", 401, 401, 401, 401, 401),
    ),
    "api_case_answer": ("put", 401, 401, 401, 401, 401),
    "plans": ("get", SIGN_IN, 403, 403, 200, 403),
    "plan_new": ("get", SIGN_IN, 403, 403, 200, 403),
    "plan": ("get", SIGN_IN, 403, 403, 200, 403),
    "audit": ("get", SIGN_IN, 403, 403, 200, 403),
    "jobs": ("get", SIGN_IN, 403, 403, 200, 403),
    "job_again": ("post", SIGN_IN, 403, 403, 302, 403),
}
FOR_CALLERS = {  # of what is not for everybody
    "accounts",
    "accounts_state",
    "checkup",
    "checkup_state",
    "checkup_sound",
    "inquiries",
    "inquiry_answer",
    "phone",
    *("explained", "explainer", "explainer_said", "team"),
    *("roster", "roster_state", "roster_views", "roster_beside", "roster_called"),
    *("roster_today", "roster_drafts", "roster_release"),
    *("cases", "case_new", "case", "case_state", "case_draft", "case_send", "case_ask", "case_close"),
}
LIKE_ADMINISTRATORS = {name for name in TABLE if name.startswith("explainer_")}  # here leads may do what these may
NOT_FOR_CALLERS = {name for name in TABLE if name.split("_")[0] in {"agreements", "token", "tokens", "hook", "hooks"}}
NOT_FOR_CALLERS |= {"calendar", "calendar_end"}
CASES = ("case", "case_state", "case_draft", "case_send", "case_ask", "case_close", "case_delete")
OTHER_METHOD = {"get": "post", "post": "get", "put": "get"}
BOTH_METHODS = {
    "explainer_edit",
    *("person_role", "hand_over", "teams", "team_members"),
    "case_new",
    "roster_import",
    "phone",
    "tokens",
    "calendar",
    "hooks",
    *("api_checkups", "api_upload", "api_cases", "api_case_new", "api_imports", "api_import"),
    "tick",
    "own_upload",
    "own_connect",
    "own_account",
    "account_signup",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_reauthenticate",
    "account_change_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "consent",
    "pages_edit",
    "agreements",
    "first",
    "language",
    "account_login",
    "account_logout",
    "start",
    "link",
    "links",
    "people",
    "letters",
    "letters_confirm",
    "letters_leave",
    "plans",
    "plan_new",
    "plan",
}


def answer_for(name: str, role: str) -> int:
    """Give what a route answers: a lead gets what a manager of the same team gets, a caller what is for calls."""
    _, *answers = TABLE[name]
    told = dict(zip(COLUMNS, answers, strict=True))
    if role in told:
        return told[role]
    if role == "lead" and name in LIKE_ADMINISTRATORS:
        return told["administrator"]
    is_for_all = told["other"] == told["creator"] and name not in NOT_FOR_CALLERS
    return told["other"] if role == "lead" or is_for_all or name in FOR_CALLERS else 403


def address(name: str, team: Team) -> str:
    made, secret = link_of(team.manager, is_used=True)
    question, agreement = question_to(team.creator, team.manager), agreement_of(team.creator, team.manager)
    publish("terms", de="Gut", en="Good", person=None, asks_again=False)
    arguments = {
        "tick": ["youtube"],
        "page": ["imprint"],
        "page_version": ["terms", 1],
        "pages_edit": ["privacy"],
        "agreements_give": [question.pk, account_of(team.creator).pk],
        "agreements_decline": [question.pk],
        "agreements_end": [agreement.pk],
        "agreements_tell": [agreement.pk],
        **{name: ["shadowban"] for name in TABLE if name.startswith("explainer")},
        "explainer_back": ["shadowban", 0],
        "person_role": [team.manager.pk],
        "hand_over": [team.manager.pk],
        **{name: [team.manager.members.get().team_id] for name in ("team_members", "team_rename", "team_delete")},
        "team_leave": [team.manager.members.get().team_id, team.manager.pk],
        "start": [invite("manager", team.administrator)],
        "link": [secret],
        "link_state": [secret],
        "link_delete": [secret],
        "checkup": [made.checkup_id],
        "links_delete": [made.pk],
        "job_again": [1],
        "plan": [plan().pk],
        "token_revoke": [token_of(team.manager)[0].pk],
        "api_account": [1],
        "calendar_file": [make_calendar(team.manager)],
        "hook_delete": [hook_of(team.manager)[0].pk],
        "api_checkup": [made.checkup_id],
        "api_explainer": ["shadowban"],
        **{
            name: [case_of(team.manager).pk]
            for name in TABLE
            if name.startswith("api_case_") and name != "api_case_new"
        },
        "api_case": [case_of(team.manager).pk],
        "api_import_one": [UUID(int=1)],
        "letters_confirm": [confirm_secret(choose(team.creator, "weekly"))],
        "letters_leave": [leave_secret(team.creator)],
        "checkup_state": [made.checkup_id],
        "checkup_sound": [own_checkup(team.creator).pk],
        "checkup_ask": [own_checkup(team.creator).pk],
        "inquiry_answer": [inquiry_of(team.creator).checkup_id],
        **{name: [case_of(team.manager).pk] for name in CASES},
        "phone": [listed_account(team.manager).pk],
        "phone_pdf": [listed_account(team.manager).pk],
        "roster_called": [listed_account(team.manager).pk],
        "roster_beside": [listed_account(team.manager).pk],
        "own_account": [account_of(team.creator).pk],
        "own_disconnect": [account_of(team.creator).pk],
        "account_confirm_email": ["no-such-key"],
        "account_reset_password_from_key": ["1", "no-such-key"],
        "mfa_remove_webauthn": [1],
    }
    return reverse(name, args=arguments.get(name, ()))


def test_every_route_is_in_the_table() -> None:
    """Nobody adds a route without saying who may open it."""
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", TABLE)
def test_answers_as_the_table_says(name: str, role: str, team: Team) -> None:
    """Each role gets what it may see, and nothing else; who has to sign in is sent there."""
    method, expected = TABLE[name][0], answer_for(name, role)
    path = address(name, team)

    answer = getattr(team.signed_in(role), method)(path)

    release(answer)
    assert answer.status_code == expected
    if role == "nobody" and expected == SIGN_IN and name not in {"language", "account_logout"}:
        assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize("name", sorted(set(TABLE) - BOTH_METHODS))
def test_other_methods_are_refused(name: str, team: Team) -> None:
    """A route that only shows takes no form, and one that changes something is not opened by a link."""
    path = address(name, team)

    answer = getattr(team.signed_in("manager"), OTHER_METHOD[TABLE[name][0]])(path)

    is_led_back = answer.status_code == 302 and path.startswith(answer["Location"])
    assert answer.status_code in {403, 405} or (is_led_back and TABLE[name][0] == "post")


# heard, taken along, or for programs
FILES = {
    "checkup_sound",
    "calendar_file",
    "roster_csv",
    "roster_xlsx",
    *(name for name in TABLE if name.startswith(("api_", "health_"))),
}


@pytest.mark.parametrize(
    "name", [name for name, row in TABLE.items() if row[0] == "get" and 204 not in row and name not in FILES]
)
@pytest.mark.parametrize("role", COLUMNS)
def test_every_page_says_who_sees_it(name: str, role: str, team: Team) -> None:
    """“Who sees this?” stands on every page of every role, on those of errors too, with a sentence."""
    answer = team.signed_in(role).get(address(name, team), follow=True)

    text = answer.content.decode()
    start = text.index('class="who-sees"')
    assert "Who sees this?" in text[start:]
    assert len(text[start : text.index("</aside>")].split("<p>")[1]) > 12


def test_simulated_accounts_are_seen_by_all_who_work_here(team: Team) -> None:
    """The check-up of a simulated account is open for all who work here, for nobody else."""
    path = reverse("checkup", args=[simulated_checkup().pk])

    assert [team.signed_in(role).get(path).status_code for role in ROLES] == [302, 200, 200, 200, 404, 200, 200]


def test_two_managers_see_nothing_of_each_other(team: Team) -> None:
    """The list of links holds only one's own."""
    link_of(team.manager)

    assert "Lena" in team.signed_in("manager").get(reverse("links")).content.decode()
    assert "Lena" not in team.signed_in("other").get(reverse("links")).content.decode()
    assert "Lena" not in team.signed_in("administrator").get(reverse("links")).content.decode()
