"""What is kept to count how often somebody comes: hashes for some minutes, no address and no name."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac


def hidden(key: str, prefix: str, version: int) -> str:
    """Give under which name the database keeps a count: the addresses of who came are in the keys."""
    return salted_hmac("fieber.desk.people.limits", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def forget_old() -> None:
    """Forget counts that are over; Django itself only does so where there are too many."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 - a name of our own settings
