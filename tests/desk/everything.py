"""A row of every table for one person, made from the tables themselves: a new table is filled without a word here."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from fieber.desk.people.models import Person
from fieber.desk.sealed import SealedText

if TYPE_CHECKING:
    from django.db.models import Model

ABOUT_NOBODY = {  # tables whose rows belong to no one person; what they may hold of one is searched for as bytes
    "account.emailconfirmation",  # allauth's own way is without a table: the link says it all
    "audit.entry",
    "auth.group",
    "auth.permission",
    "contenttypes.contenttype",
    "explained.edition",
    "jobs.job",
    "ledger.count",
    "pages.pagecount",
    "pages.pageversion",
    "people.team",
    "plans.plan",
    "rights.rightslog",
    "sessions.session",
}


class Belongings:
    """What one person has: `rows` by table. Texts say `word`; keys lead to this person and to what is theirs."""

    def __init__(self, person: Person, word: str) -> None:
        self.person, self.word = person, word
        self.rows: dict[str, Model] = {"people.person": person}
        for model in apps.get_models():
            if model._meta.label_lower not in ABOUT_NOBODY:
                self.row_of(model)

    def row_of(self, model: type[Model]) -> Model:
        """Give the row of a table, made with all that it leads to."""
        label = model._meta.label_lower
        if label not in self.rows:
            mine = {field.name: self.person for field in model._meta.concrete_fields if field.related_model is Person}
            is_shared = label in ABOUT_NOBODY  # a team, a plan: two people may be in the same one
            known = model._default_manager.filter(**mine).first() if mine or is_shared else None
            self.rows[label] = known or self._made(model)
        return self.rows[label]

    def _made(self, model: type[Model]) -> Model:
        values = {field.name: self._value(field) for field in model._meta.concrete_fields if _is_asked(field)}
        return model._default_manager.create(**values)

    def _value(self, field: Any) -> Any:
        if field.is_relation:
            return self.row_of(field.related_model)
        if field.choices and not field.null:
            return field.choices[0][0]
        if isinstance(field, models.EmailField):
            return self.person.email
        if isinstance(field, (SealedText, models.CharField, models.TextField)):
            word = "Plan" if field.model._meta.label_lower in ABOUT_NOBODY else self.word
            return word[: getattr(field, "max_length", None)]
        if isinstance(field, models.DateTimeField):
            return timezone.now()
        return _PLAIN[type(field)]()

    @property
    def personal(self) -> dict[str, Model]:
        """The rows that lead to the person by keys with which they are deleted."""
        return {label: row for label, row in self.rows.items() if _leads_to_person(type(row))}


_PLAIN: dict[type, Any] = {
    models.BooleanField: lambda: False,
    models.DateField: lambda: timezone.now().date(),
    models.FloatField: lambda: 36.4,
    models.IntegerField: lambda: 1,
    models.PositiveIntegerField: lambda: 1,
    models.PositiveSmallIntegerField: lambda: 1,
    models.SmallIntegerField: lambda: 1,
    models.JSONField: dict,
    models.UUIDField: uuid.uuid4,
    models.BinaryField: lambda: b"x",
}


def _is_asked(field: Any) -> bool:
    return not field.primary_key and not getattr(field, "auto_now_add", False) and not getattr(field, "auto_now", False)


def _leads_to_person(model: type[Model], seen: frozenset[type] = frozenset()) -> bool:
    if model is Person:
        return True
    return model not in seen and any(
        field.remote_field.on_delete is models.CASCADE and _leads_to_person(field.related_model, seen | {model})
        for field in model._meta.concrete_fields
        if field.is_relation
    )


def sealed_of(rows: dict[str, Model]) -> list[bytes]:
    """Give what the database holds of sealed texts, as it lies there."""
    found = []
    for row in rows.values():
        for field in row._meta.concrete_fields:
            if isinstance(field, SealedText):
                with connection.cursor() as cursor:
                    cursor.execute(
                        f'SELECT "{field.column}" FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s',  # noqa: S608 - names of our own tables
                        [row._meta.pk.get_db_prep_value(row.pk, connection)],
                    )
                    found.append(bytes(cursor.fetchone()[0]))
    return found
