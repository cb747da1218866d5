"""What follow-ups do in the background."""

from __future__ import annotations

from datetime import timedelta

from fieber.desk.follow_ups.services import FOLLOW_UP, plan
from fieber.desk.jobs.services import KINDS, Kind

KINDS[FOLLOW_UP] = Kind(plan, lambda _about: None, every=timedelta(minutes=30))
