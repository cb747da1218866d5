"""A page with the findings of a check-up in it, which go to the browser packed as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BinaryField, ExpressionWrapper, F
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from fieber.desk.checkups.models import Finding
from fieber.desk.packed import is_joinable, joined, pack, unpack
from fieber.desk.sealed import packed_in
from fieber.desk.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from fieber.desk.checkups.models import Checkup

MARK = "<!--findings-->"  # where they belong; no word of a person can be it, Django escapes theirs


def shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Show a page; where its template has the mark stand the findings of `context["checkup"]`.

    They were written by the report, which escapes, and are in the language of the person who asks.
    """
    head, mark, tail = render_to_string(template, context, request).partition(MARK)
    findings = _packed(context["checkup"]) if mark else []
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse("".join((head, *map(unpack, findings), tail)), status=status)
    parts = (pack(head), *(one if is_joinable(one) else pack(unpack(one)) for one in findings), pack(tail))
    answer = HttpResponse(joined(parts), status=status, headers={"Content-Encoding": "gzip"})
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def _packed(checkup: Checkup) -> list[bytes]:
    """Give the findings in their order; the other language is not even read."""
    as_stored = ExpressionWrapper(F(f"page_{words().lang}"), output_field=BinaryField())
    return [packed_in(page) for page in Finding.objects.filter(checkup=checkup).values_list(as_stored, flat=True)]
