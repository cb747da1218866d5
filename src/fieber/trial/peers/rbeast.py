"""Rbeast, in an environment of its own; `_foreign/beast.py` is what runs there."""

from fieber.trial.peers._protocol import Peer

PEER = Peer(
    "Rbeast",
    "BEAST on log likes without season, probability of a change point near the date",
    environment="forecasts",
    script="beast",
    is_slow=False,
)
