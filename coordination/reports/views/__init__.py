"""The pages of reports of concern."""
