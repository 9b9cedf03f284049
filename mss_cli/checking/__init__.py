"""Whether the record supports, contradicts or disputes what a sentence claims, clause by clause.

    reading.py    a claim as clauses, and each clause as parts: who, what, how many, when
    evidence.py   the facts that a clause may rest on, with what each says
    comparing.py  whether a fact agrees with each part, differs, or does not say
    verdicts.py   from the parts to the verdict of a clause, and of the claim
    drafts.py     the sentences of a draft text, and where each stands

The worst error is a false `supported`. Where a rule is in doubt, the answer is `not-in-record`.
"""

from mss_cli.checking.reading import Context
from mss_cli.checking.verdicts import Checked, CheckedPart, check

__all__ = ["Checked", "CheckedPart", "Context", "check"]
