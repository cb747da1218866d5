"""What check-ups do in the background."""

from fieber.desk.checkups.services import EXAMINE, examine_upload, give_up
from fieber.desk.jobs.services import KINDS, Kind

KINDS[EXAMINE] = Kind(examine_upload, give_up)
