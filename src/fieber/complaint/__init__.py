"""A person's sentence becomes claims that can be held against the record; German and English, no language model."""

from fieber.complaint.claim import ClaimDict
from fieber.complaint.grammar import understand

__all__ = ["ClaimDict", "understand"]
