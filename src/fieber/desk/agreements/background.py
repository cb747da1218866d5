"""What agreements do in the background."""

from fieber.desk.agreements.services import ASK, give_up_question, send_question
from fieber.desk.jobs.services import KINDS, Kind

KINDS[ASK] = Kind(send_question, give_up_question)
