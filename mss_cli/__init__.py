"""mss: sourced facts about the Kenya-led security mission in Haiti, from the command line.

The package has layers, and imports point down only. docs/architecture.md describes the layers,
and tests/project/test_architecture.py checks them.
"""

__version__ = "0.1.0"
