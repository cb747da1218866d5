"""Frozen values and table schemas; no behaviour beyond validation."""
