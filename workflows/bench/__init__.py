"""Measures the product against the fastest SQL for the same rows, in a database of its own."""
