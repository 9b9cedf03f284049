"""mss: sourced facts about the Kenya-led security mission in Haiti, from the command line.

The package is layered; imports point down only (docs/architecture.md, held by
tests/test_architecture.py).
"""

__version__ = "0.1.0"
