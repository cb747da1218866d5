"""AutoETS, in an environment of its own; `_foreign/auto_ets.py` is what runs there."""

from fieber.trial.peers._protocol import Peer

PEER = Peer(
    "AutoETS",
    "AutoETS on log likes, the window's mean held against the forecast of the history",
    environment="forecasts",
    script="auto_ets",
    is_slow=False,
)
