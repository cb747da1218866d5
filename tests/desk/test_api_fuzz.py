"""The whole description of the API, asked by schemathesis: never an error of ours, always as described."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from tests.desk.people import Team, case_of, token_of

load_all_checks()
KEPT_TO = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
RULES = rules(  # the same questions each time, so many of each operation
    max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_question_breaks_it(team: Team, monkeypatch: pytest.MonkeyPatch, mode: GenerationMode) -> None:
    """Whatever is asked, right or wrong, the answer is one that the description names, below 500."""
    monkeypatch.setattr(settings, "RATES", {})  # nobody counts how often
    case_of(team.manager)
    schema: Any = schemathesis.openapi.from_dict(Client(SERVER_NAME="127.0.0.1").get(reverse("api_openapi")).json())
    headers = {"Authorization": f"Bearer {token_of(team.manager)[1]}"}
    statuses: dict[str, set[int]] = {}

    for operation in (found.ok() for found in schema.get_all_operations()):
        _ask(operation, mode, headers, statuses.setdefault(operation.label, set()))

    assert len(statuses) == 19
    seen = set.union(*statuses.values())
    assert 200 in seen
    assert seen <= {200, 201, 202, 400, 401, 403, 404, 405, 409, 422}


def _ask(operation: Any, mode: GenerationMode, headers: dict[str, str], statuses: set[int]) -> None:
    @RULES
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        response = _answer(case, headers)
        statuses.add(response.status_code)
        case.validate_response(response, checks=KEPT_TO)

    ask()


def _answer(case: Any, headers: dict[str, str]) -> httpx.Response:
    """Ask the desk in this process, and give what it says as schemathesis knows it."""
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1", headers=headers)).prepare()
    body: Any = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
    kind = asked.headers.pop("Content-Type", "application/octet-stream")
    asked.headers.pop("Content-Length", None)
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    told = client.generic(asked.method or "GET", asked.url or "", body, content_type=kind, headers=dict(asked.headers))
    request = httpx.Request(asked.method or "GET", asked.url or "", content=body)
    answer = httpx.Response(told.status_code, headers=dict(told.headers), content=told.content, request=request)
    answer.elapsed = timedelta()
    return answer
