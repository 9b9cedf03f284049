"""What a fact is: its record, kinds, dates, quantities and stances.

model.py        the records of a store, as in its JSON files
kinds.py        the kinds of fact, and the other closed vocabularies
states.py       states that follow from a record, such as superseded
dates.py        calendar days and EDTF
periods.py      the periods that people type
derivations.py  how a date was derived that no passage prints
chronology.py   sorting facts by date
quantities.py   numbers with units
stances.py      positions over time
passages.py     spans, paragraphs and sentences of an article
"""
