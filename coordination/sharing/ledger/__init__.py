"""What an agency gave and what it got: every disclosure, with its ground, its time and its end."""
