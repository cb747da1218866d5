"""Many accounts in two passes: vitals → weather → findings, and a whole diagnosis for those that stand out."""

from fieber.rosters._look_at import look_at
from fieber.rosters._page import totals_of
from fieber.rosters.results import Results, open_results
from fieber.rosters.run import roster

__all__ = ["Results", "look_at", "open_results", "roster", "totals_of"]
