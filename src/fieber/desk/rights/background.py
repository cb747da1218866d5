"""What is forgotten again and again for everybody's rights."""

from fieber.desk.agreements.services import forget_old
from fieber.desk.jobs.services import SWEEPERS
from fieber.desk.rights.services import wipe

SWEEPERS += [forget_old, wipe]
