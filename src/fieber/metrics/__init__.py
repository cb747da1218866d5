"""One file per metric; each ends in `METRIC = …`."""
