"""The index of a large store: an SQLite database beside its files that narrows, never decides.

    layout.py      the file, its tables, and the stamp that ties it to the store
    terms.py       a fact as the terms it can be found by
    rows.py        a fact as the rows that the tables have of it
    build.py       facts.ndjson in, index out: checked, restartable, atomic
    database.py    opening it, and noticing that it is stale, foreign or damaged
    narrow.py      which facts may pass a query
    naming.py      which names may be meant
    stored.py      a Store that reads records when they are asked for
    collection.py  what search asks of all facts at once
    streamed.py    the same store where there is no index: read line by line, sorted on disk

Records are read from the store's own files; the code that filters and ranks is the same with
and without an index, so that both give the same answer.
"""
