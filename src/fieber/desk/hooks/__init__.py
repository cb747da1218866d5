"""Webhooks: the desk tells programs of people what came of a check-up, a case, a file that was brought."""
