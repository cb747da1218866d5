"""A nightly run over a roster: only what is new and stands out, with a stated share of chance, told once."""
