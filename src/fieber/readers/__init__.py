"""One file per platform; each ends in `READER = …` and claims only its own exports."""
