"""Check-ups that fieber starts by itself, to see how it went on."""
