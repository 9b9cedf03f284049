"""One page of HTML that shows a record: its answers, their evidence, and where it is thin.

    contents.py        the facts, conflicts and passages that a page shows, looked up once
    front.py ...       one module a section of the page: what its template prints
    html.py            Jinja2, escaping, and the policy that forbids everything else
    templates/         page.html, a template for each section, the style and the script

A section is a function from the contents to the values of its template. Templates decide nothing:
they print what they are given.
"""
