"""Queries: the filters, name resolution, as-of dates, and the Store protocol.

filters.py     the table of filters, one entry each
reading.py     from the options a user typed to a Query
values.py      read the names, dates and words of filters
query.py       the Query
selection.py   run a Query over a store
reports.py     count the facts of a selection, or explain why it has none
store.py       the Store protocol
names.py       the names of a store
resolution.py  find the name that a user meant
as_of.py       the record as it stood on a day
"""
