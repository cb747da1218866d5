"""Who lets a manager see their account, and for how long."""
