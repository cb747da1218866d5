"""Many accounts in two passes: vitals → weather → findings, and a whole diagnosis for those that stand out."""

from fieber.rosters.results import Results, open_results
from fieber.rosters.run import roster

__all__ = ["Results", "open_results", "roster"]
