"""The pages of the joint plan, and of the minutes that lead to it."""
