"""What is forgotten again and again of who came here."""

from fieber.desk.jobs.services import SWEEPERS
from fieber.desk.people.limits import forget_old

SWEEPERS.append(forget_old)
