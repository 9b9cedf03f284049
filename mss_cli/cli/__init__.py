"""The command line: from arguments to a command, and its answer to the terminal.

entry.py       runs one command line; every error becomes one line here
options.py     every option, declared once as data
argv.py        reads well-formed command lines without importing Typer
typer_app.py   reads all others: help, completion, errors
inputs.py      files that a user names, and standard input
session.py     what a command is given: store, articles, day, output
completion.py  what a shell offers for a value
commands/      one file per command
"""
