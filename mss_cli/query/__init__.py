"""Queries: the filters, name resolution, as-of views, and the Store protocol.

filters.py     the table of filters
reading.py     turns the typed options into a Query
values.py      reads the names, dates and words typed for a filter
query.py       Query and Selection
selection.py   runs a Query over a store
reports.py     the lines that count the matches, or explain why nothing matched
store.py       the Store protocol
names.py       the Names protocol, and names held in memory
resolution.py  name resolution
as_of.py       the record as of a day
conflicts.py   the conflicts of a store or of one fact
fact_ids.py    looks up a fact by id or id prefix
figures.py     numbers by series, and promises beside deliveries
profile.py     the facts about one entity
statistics.py  counts of facts by month, source and kind
"""
