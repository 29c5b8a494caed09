"""The demonstration: two invented municipalities, their people, and cases played through the real actions."""

PASSWORD = "samverkan-demo-2026"  # noqa: S105  everybody in the demonstration; never outside it
