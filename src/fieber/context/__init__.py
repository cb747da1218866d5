"""Knowledge from outside an account: what happened when, and which days are holidays. One file per source."""
