"""How the product is installed, shown, tested and checked on one machine: what ``make`` calls.

``__main__``, ``console``, ``debian`` and ``environment`` run on a bare Python and use nothing but its
standard library; ``demo`` and ``tools`` run inside the environment those have made.
"""
