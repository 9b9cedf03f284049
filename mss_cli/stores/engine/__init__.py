"""A store of any size behind an engine: DuckDB or Spark, over the folder of `mss export parquet`.

    tables.py      connect an engine through ibis, and name the tables of the folder
    narrowing.py   a query as one expression over these tables
    store.py       the store
    records.py     its sources and the words of its passages
    collection.py  its facts as a search collection

The engine narrows and sorts. Facts come up page by page, each is checked when it is read, and the
query decides, as for every store.
"""
