"""What makes the database refuse to change or delete a line, whoever asks.

Who owns the database can take the guards away first; then the chain of hashes shows what was changed (`services`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSED = "the audit log cannot be changed"
SQLITE = (
    *(
        f"CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb} ON audit_entry BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    # INSERT OR REPLACE deletes the line that is there without asking the trigger above
    f"""CREATE TRIGGER audit_entry_no_REPLACE BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",  # noqa: S608 - a constant of ours
)
REFUSE = f"BEGIN RAISE EXCEPTION '{REFUSED}'; END"
POSTGRES = (
    f"CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {REFUSE} $$",
    """CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
    """CREATE TRIGGER audit_entry_whole BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)
AWAY = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}" for verb in ("UPDATE", "DELETE", "REPLACE")),
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_entry_kept ON audit_entry",
        "DROP TRIGGER IF EXISTS audit_entry_whole ON audit_entry",
        "DROP FUNCTION IF EXISTS audit_entry_refuse()",
    ),
}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Have the database refuse from now on."""
    _run(connection, SQLITE if connection.vendor == "sqlite" else POSTGRES)


def take_away(connection: BaseDatabaseWrapper) -> None:
    """Undo that: for a migration back, and for tests that empty their database."""
    _run(connection, AWAY[connection.vendor])


def renew(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Put them up anew: for a migration after which they are others, or the table may be another."""
    take_away(editor.connection)
    put_up(editor.connection)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
