"""From an answer to text: rows and records, columns, citations, and one module per format.

result.py     what a command answers: sections of rows, or a page
columns.py    the columns of lists of facts
fields.py     selecting and flattening fields of records
citations.py  footnotes, BibTeX, CSL-JSON
formats/      json, ndjson, csv, tsv, table, markdown
progress.py   a progress bar on standard error
"""
