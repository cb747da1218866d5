"""Check-ups and what they found."""
