"""Accounts on platforms, and the roster of simulated ones."""
