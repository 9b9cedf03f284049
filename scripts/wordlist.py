"""Write mss_cli/search/english.txt, the list that tells a slip from an English word.

    python scripts/wordlist.py --small FILE ... --medium FILE ... --counts FILE --wordnet DIR

--small and --medium: word lists of SCOWL, one word a line (small: words; medium: proper
names). --counts: words with their counts, the most frequent first (`the 23135851162`).
--wordnet: the directory of WordNet 3.0 with index.sense, noun.exc and verb.exc. The heading
of the list says which versions it was made from; it is kept.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parent.parent / "mss_cli" / "search" / "english.txt"
FREQUENT = 2500  # words of the counts that are common
MOSTLY = 1.5  # how much more often a word must be a noun than anything else
Senses = dict[str, list[int]]  # counts by lemma: nouns, verbs, all others
# Endings of inflected forms and what stands for them in the lemma, as WordNet's morphy has them.
ENDINGS = {
    "noun": (("ies", "y"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", "")),
    "verb": (
        *(("ies", "y"), ("ied", "y"), ("es", "e"), ("es", ""), ("s", "")),
        *(("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
    ),
}


def main() -> int:
    """Read the lists and write the one."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--small", type=Path, nargs="+", required=True)
    parser.add_argument("--medium", type=Path, nargs="+", required=True)
    parser.add_argument("--counts", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    args = parser.parse_args()
    words = {w for path in args.small for w in lines(path) if re.fullmatch("[a-z]{3,}", w)}
    names = {w for path in args.medium for w in lines(path) if re.fullmatch("[A-Z][a-z]{2,}", w)}
    names = {name for name in names if name.lower() not in words}
    frequent = [line.split()[0] for line in list(lines(args.counts))[:FREQUENT]]
    common = words.intersection(frequent)
    senses = read_senses(args.wordnet / "index.sense")
    irregular = {part: read_irregular(args.wordnet / f"{part}.exc") for part in ENDINGS}
    marked = {
        ("=" if is_noun(word, senses, irregular) else "+") + word if word in common else word
        for word in words
    }
    kept = [line for line in lines(TARGET) if line.startswith("#")]
    TARGET.write_text("\n".join([*kept, *sorted(marked | names)]) + "\n", encoding="ascii")
    print(f"wordlist: wrote {len(words):,} words, {len(common):,} of them common, and names")
    return 0


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file."""
    yield from path.read_text(encoding="utf-8-sig").splitlines()


def read_senses(path: Path) -> Senses:
    """Return how often each lemma was tagged as a noun, a verb, and anything else."""
    found: Senses = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        key, _, _, count = line.split()
        lemma, _, rest = key.partition("%")
        found.setdefault(lemma, [0, 0, 0])[min(int(rest[0]), 3) - 1] += int(count)
    return found


def read_irregular(path: Path) -> dict[str, str]:
    """Return the lemma of each irregular form."""
    pairs = (line.split()[:2] for line in path.read_text(encoding="latin-1").splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def is_noun(word: str, senses: Senses, irregular: dict[str, dict[str, str]]) -> bool:
    """Return whether a word is mostly a noun."""
    counts = {
        part: sum(
            senses.get(lemma, [0, 0, 0])[number] for lemma in lemmas(word, part, irregular[part])
        )
        for number, part in enumerate(ENDINGS)
    }
    others = senses.get(word, [0, 0, 0])[2]
    return 0 < counts["noun"] >= MOSTLY * (counts["verb"] + others)


def lemmas(word: str, part: str, irregular: dict[str, str]) -> set[str]:
    """Return what a word may be a form of, as a noun or a verb."""
    found = {word}
    if word in irregular:
        found.add(irregular[word])
    for ending, other in ENDINGS[part]:
        if word.endswith(ending):
            found.add(word.removesuffix(ending) + other)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
