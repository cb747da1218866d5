"""The desk for programs: tokens, and what they open under `/api/v1/`."""
