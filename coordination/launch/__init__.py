"""How the product is started on one machine: demo, tests, tools."""
