"""Everybody's rights over their data: object, take along, correct, delete; each by one click."""
