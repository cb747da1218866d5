"""All that the desk holds about somebody: the same rows for taking along and for deleting, so that neither forgets one.

A new table needs nothing here: what leads to a person by a foreign key that is deleted with them is found. Only what
names them otherwise is listed: questions by mail address, jobs by number.
"""

from __future__ import annotations

import json
import re
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS
from django.db.models.deletion import Collector
from django.utils import timezone

from fieber.desk.agreements.models import Question
from fieber.desk.audit.models import Entry
from fieber.desk.checkups.models import Checkup, Finding
from fieber.desk.checkups.services import folder_of
from fieber.desk.rights.models import RightsLog
from fieber.desk.words import words_in
from fieber.report.html import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from fieber.desk.people.models import Person

SMALL = 16 * 2**20  # bytes of an export that are kept in memory
SECRET = re.compile(r"password|secret|token|hash$|^data$")  # columns that open something: kept, not handed out
PAGES = ("page_de", "page_en")  # of a finding: files of their own


class _Everything(Collector):
    """Collects each row by itself, instead of leaving some to one statement of the database."""

    def can_fast_delete(self, *_args: Any, **_values: Any) -> bool:
        return False


def held_of(person: Person) -> list[Model]:
    """Give every row that belongs to this person, and is deleted with them."""
    collector = _Everything(using=DEFAULT_DB_ALIAS, origin=person)
    collector.collect([person])
    uploads = Checkup.objects.filter(started_by=person, account=None)  # not read yet, or not to be read
    if uploads:
        collector.collect(list(uploads))
    rows = [row for found in collector.data.values() for row in found]
    return rows + list(Question.objects.filter(email=person.email))


def numbers_of(rows: Iterable[Model]) -> list[uuid.UUID]:
    """Give the numbers among rows by which jobs and folders of uploads are called."""
    return [row.pk for row in rows if isinstance(row.pk, uuid.UUID)]


def export(person: Person) -> tempfile.SpooledTemporaryFile[bytes]:
    """Give a ZIP of everything: rows as JSON, findings as pages in both languages, files that are not read yet."""
    rows = [*held_of(person), *RightsLog.objects.filter(person=person)]
    rows += _noted(person, rows)
    file: tempfile.SpooledTemporaryFile[bytes] = tempfile.SpooledTemporaryFile(SMALL, dir=settings.UPLOADS)  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        say = words_in(person.language).word
        archive.writestr("README.txt", say("rights.export.readme"))
        archive.writestr("data.json", json.dumps(_tables(rows), cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))
        for finding in (row for row in rows if isinstance(row, Finding)):
            for lang in ("de", "en"):
                body = getattr(finding, f"page_{lang}")
                name = f"pages/{finding.checkup.made_at:%Y-%m-%d}-{finding.pk}.{lang}.html"
                archive.writestr(name, page("fieber", body, words_in(lang)))
        for folder in filter(Path.is_dir, map(folder_of, numbers_of(rows))):
            for path in sorted(folder.iterdir()):
                archive.write(path, f"files/{folder.name}/{path.name}")
    file.seek(0)
    return file


def _noted(person: Person, rows: Iterable[Model]) -> Iterable[Entry]:
    """Give the lines of the audit log about what they did, and who saw their check-ups."""
    theirs = {f"checkup {row.pk}" for row in rows if isinstance(row, Checkup)}
    return (one for one in Entry.objects.iterator() if one.person == person.pk or one.about in theirs)


def _tables(rows: Iterable[Model]) -> dict[str, Any]:
    tables: dict[str, Any] = {"written_at": timezone.now()}
    for row in sorted(rows, key=lambda row: (row._meta.label_lower, str(row.pk))):  # noqa: SLF001 - Django's documented name
        tables.setdefault(row._meta.label_lower, []).append(_told(row))  # noqa: SLF001 - likewise
    return tables


def _told(row: Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.attname not in PAGES]  # noqa: SLF001 - likewise
    return {field.attname: _plain(field.attname, field.value_from_object(row)) for field in fields}


def _plain(name: str, value: Any) -> Any:
    if SECRET.search(name):
        return "(kept, not handed out)" if value else value
    return value.hex() if isinstance(value, bytes | memoryview) else value
