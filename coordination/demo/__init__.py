"""The demonstration: two invented municipalities, their people, and cases played through the real actions."""
