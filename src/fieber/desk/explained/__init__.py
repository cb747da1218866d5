"""What is said again and again: read, filled from an account's numbers, counted, and told in the house's own words."""
