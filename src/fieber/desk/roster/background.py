"""What the roster does in the background."""

from fieber.desk.jobs.services import KINDS, Kind
from fieber.desk.roster.services import JUDGE, give_up, read_files

KINDS[JUDGE] = Kind(read_files, give_up)
