"""What a fact is: its record, kinds, dates, quantities and stances.

model.py        the records of a store, as its JSON files have them
kinds.py        the kinds of fact, and the other closed vocabularies
states.py       contradicted, superseded and the like: what follows from a record
dates.py        calendar days and EDTF
periods.py      the periods that people type
derivations.py  how a date that is not printed was worked out
chronology.py   the order of facts in time
quantities.py   numbers with units
stances.py      positions over time
passages.py     spans, paragraphs and sentences of an article
"""
