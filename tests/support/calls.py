"""One good call of every command; several tests loop over them."""

from mss_cli.cli.commands import COMMANDS

CALLS = {
    "events": ["events", "--since", "2024-06"],
    "who": ["who", "ruto"],
    "figures": ["figures"],
    "quotes": ["quotes"],
    "stances": ["stances"],
    "conflicts": ["conflicts"],
    "timeline": ["timeline"],
    "facts": ["facts"],
    "search": ["search", "funding"],
    "show": ["show", "vote-unanimous-2024-09-30"],
    "cite": ["cite", "vote-unanimous-2024-09-30"],
    "stats": ["stats"],
    "sources": ["sources"],
    "topics": ["topics"],
    "places": ["places"],
    "index": ["index"],  # tests give it a store
    "verify": ["verify"],
    "coverage": ["coverage"],
    "schema": ["schema"],
}
PRINTING = [name for name in COMMANDS if name not in ("schema", "index")]
