"""The desk: the consultation as a web application. The only place that knows Django (extra `desk`)."""
