"""Prophet, in an environment of its own; `_foreign/prophet_window.py` is what runs there."""

from fieber.trial.peers._protocol import Peer

PEER = Peer(
    "Prophet",
    "Prophet on log likes at the times of posting, mean of the window against predictive draws",
    environment="forecasts",
    script="prophet_window",
    is_slow=False,
)
