"""What check-ups do in the background."""

from fieber.desk.checkups.services import EXAMINE, EXAMINE_ACCOUNT, examine_account, examine_upload, give_up
from fieber.desk.jobs.services import KINDS, Kind
from fieber.desk.rights.services import unless_objected

KINDS[EXAMINE] = Kind(unless_objected(examine_upload), give_up)
KINDS[EXAMINE_ACCOUNT] = Kind(unless_objected(examine_account), give_up)
