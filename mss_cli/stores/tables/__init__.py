"""Stores as database and dataframe files, which `mss export` writes and --store reads.

    parts.py    an extract as the parts of a store, and a store made of parts
    layout.sql  the tables and views of an SQLite database, with their meaning
    rows.py     records as rows of these tables
    sqlite.py   write and read an SQLite database
    columns.py  the columns of Parquet files
    parquet.py  write and read a folder of Parquet files
    json.py     write a folder of JSON files

Reading an export returns the original records. A record that the columns cannot hold exactly, such
as one with a number written 2.0, is also kept as JSON, in `verbatim`.
"""
