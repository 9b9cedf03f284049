"""From an article to drafted facts, and from drafts to facts that somebody has checked.

    articles/   read text, Markdown, HTML or PDF; find title, publisher and dates
    rules/      draft facts from sentences by rules, and propose what they relate to
    draft.py    drafts, and the TOML files that hold them
    toml.py     write records as TOML
    review.py   decide on drafts one by one; every decision is kept at once

Nothing here decides. A draft becomes a fact only when a person accepts it.
"""
