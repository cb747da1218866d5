"""What accounts do in the background."""

from fieber.desk.accounts.demo import DEMO, give_up, make
from fieber.desk.jobs.services import KINDS, Kind

KINDS[DEMO] = Kind(make, give_up)
