"""The style guide: each component in each state, with invented data. Not for production."""
