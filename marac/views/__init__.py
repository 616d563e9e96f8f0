"""Pages about meetings: the host's, and a case's own."""
