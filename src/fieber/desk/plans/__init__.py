"""How many check-ups a month a person may start; no plan costs anything."""
