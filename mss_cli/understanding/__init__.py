"""What a sentence in English asks or says, whatever the store.

    wordnet.py  words that mean about the same, and parts of speech
    asides.py   greetings, remarks and frames around a question
    clauses.py  the predicate of a sentence, its subject, and what is asked for

Nothing here knows the subject of a store. search/ asks it what a query means.
"""
