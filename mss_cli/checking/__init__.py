"""Whether the record supports, contradicts or disputes what a sentence claims, clause by clause.

    vocabulary.py     words that no fact needs to have
    parts.py          the parts of a clause: who, what, how many, when, where, said by
    reading.py        a claim as clauses with their parts
    evidence.py       the facts of one occasion, and what each says
    findings.py       what a comparison finds
    amounts.py, times.py, denials.py, whole.py
                      numbers; dates; denials; done or planned, all or only one
    comparing.py      a clause compared with the facts of one occasion
    support.py        when they support it
    contradiction.py  when they contradict it
    verdicts.py       the verdict of each clause, and of the claim
    drafts.py         the sentences of a draft, and where each stands

The worst error is a false `supported`. Where a rule is in doubt, the answer is `not-in-record`.
"""

from mss_cli.checking.verdicts import Checked, CheckedPart, Checker, check

__all__ = ["Checked", "CheckedPart", "Checker", "check"]
