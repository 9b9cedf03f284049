"""A store in the files of databases and dataframes, written by `mss export` and read by --store.

    parts.py    an extract as the parts of a store, and a store made of parts
    layout.sql  the tables and views of an SQLite database, with their meaning
    rows.py     records as rows of these tables
    sqlite.py   write and read an SQLite database
    columns.py  the columns of Parquet files
    parquet.py  write and read a folder of Parquet files
    json.py     write a folder of JSON files

Reading gives the records as they were. What the columns cannot say exactly, such as a number
written 2.0, stands in the column `verbatim` as JSON.
"""
