"""Joint cases: the project, and the domain by feature."""
