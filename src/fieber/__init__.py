"""fieber: the thermometer for social media accounts."""

from fieber.api import Checkup, check, fever_curve, read
from fieber.complaint import understand

__version__ = "0.1.0"
__all__ = ["Checkup", "check", "fever_curve", "read", "understand"]
