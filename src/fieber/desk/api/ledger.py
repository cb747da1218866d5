"""The ledger for programs: the figures of the page, with the same cells left out.

No `from __future__ import annotations`: django-ninja reads the types when it is imported.
"""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from fieber.desk.api.door import Bearer, ProblemError
from fieber.desk.api.roster_shapes import LedgerOut
from fieber.desk.api.tokens import LEDGER
from fieber.desk.cases.models import Outcome
from fieber.desk.ledger.figures import of_all, own
from fieber.desk.people.models import Role

router = Router()
Of = Annotated[Literal["own", "all"], Query(description="all: of the whole desk, for administrators")]


@router.get("", response=LedgerOut, url_name="api_ledger", auth=Bearer(LEDGER))
def ledger(request: HttpRequest, of: Of = "own") -> dict[str, Any]:
    """See how the cases that the person looks after ended; all of the desk's without small cells."""
    person = request.auth.person
    if of == "all" and person.role != Role.ADMINISTRATOR:
        raise ProblemError("scope", 403)
    found = of_all() if of == "all" else own(person)
    told = asdict(found)
    for fears in (*filter(None, [told["total"]]), *told["kinds"], *told["months"]):
        fears["shares"] = dict(zip(Outcome.values, fears["shares"], strict=False))  # none of no case
    for step, one in zip(told["steps"], found.steps, strict=True):
        step["fits"] = one.fits
    return told
