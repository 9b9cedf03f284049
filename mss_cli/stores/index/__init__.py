"""The index of a large store: an SQLite database that narrows and never decides.

    layout.py        the file, its tables, and the stamps that tie it to the store
    filter_terms.py  the index terms of the filters
    terms.py         all index terms of a fact
    rows.py          the rows of the tables for a batch of facts
    work.py          check facts and make their rows: the work that needs no database
    processes.py     share that work among processes
    build.py         build an index from facts.ndjson: checked, resumable, atomic
    database.py      open an index, and notice if it is out of date, foreign or damaged
    narrowing.py     which facts may match a query
    names.py         which names a typed name may mean
    store.py         a store that reads records as they are needed
    collection.py    what search asks about all facts

Records are read from the store's own files. The code that filters and ranks is the same with and
without an index, so both give the same answer.
"""
