"""Fuzzing: bytes in, and every promise of the program looked at; docs/fuzzing.md tells more."""
