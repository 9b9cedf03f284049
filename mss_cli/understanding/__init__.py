"""What a sentence in English asks or says, whatever the store.

    asides.py        greetings, remarks and frames around a question
    clauses.py       the predicate of a sentence, its subject, and what is asked for
    verbs.py         the verbs of a sentence, by their forms and places
    sentences.py     the clauses of a sentence that claim something on their own
    reported.py      who says what a clause reports
    assertions.py    who does what, denied, planned or done
    opposites.py     words that say the opposite of each other
    phrasal.py       verbs of several words, and a single verb that says the same
    wordnet.py       words that mean about the same, and parts of speech
    sorted_lines.py  how a word is looked up in a large file

Nothing here knows the subject of a store. search/ asks it what a query means.
"""
