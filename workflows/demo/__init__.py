"""The stories of the demonstration, played through the real actions and the real process on their own days."""
