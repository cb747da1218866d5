"""CausalImpact, in an environment of its own; `_foreign/causal.py` is what runs there."""

from fieber.trial.peers._protocol import Peer

PEER = Peer(
    "CausalImpact",
    "pycausalimpact on log likes with its defaults, p of the average effect",
    environment="causal_impact",
    script="causal",
    is_slow=True,
)
