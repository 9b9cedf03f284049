"""Which facts are asked for: the filters, names, as-of dates, and what a store must offer.

filters.py     the table of filters: one entry each
reading.py     from typed options to a Query
values.py      how names, dates and words are read
query.py       the Query
selection.py   running it
reports.py     what to say about the selection: counts, or why nothing matched
store.py       the Store protocol
names.py       the names of a store
resolution.py  from a typed name to what it means
as_of.py       the record as it stood on a day
"""
