"""One-time links by which somebody uploads an export without an account here."""
