"""Letters to creators: how their accounts are, and the weather; only to who asked twice, and until they say stop."""
