"""What runs in the background: a queue on the same database."""
