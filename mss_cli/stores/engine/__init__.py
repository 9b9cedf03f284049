"""A store of any size behind an engine: DuckDB or Spark, over the folder of `mss export parquet`.

    tables.py      connect an engine through ibis, and name the tables of the folder
    narrowing.py   a query as one expression over these tables
    store.py       the store
    records.py     its sources and the words of its passages
    collection.py  its facts as a search collection

The engine narrows, sorts and returns facts page by page. mss checks each fact as it reads it, and
the query then decides whether it matches, as for every store.
"""
