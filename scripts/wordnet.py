"""Write mss_cli/understanding/wordnet.txt, the words that mean about the same.

    python scripts/wordnet.py --wordnet DIR --words mss_cli/search/english.txt

--wordnet: the directory of WordNet 3.0 with index.*, data.* and *.exc. --words: only these words
are kept, and those that WordNet has counted. Each line has a lemma, the letters of its parts of
speech with the most frequent first (`c` for a verb of communication, `p` for a noun that is
somebody), and the words related to its most frequent senses: synonyms, and after `~` words of
another part of speech. An irregular form has `=` and its lemma, after what it means itself; the
lemma has `^` and its irregular forms. The heading of the file, which has the licence, is kept.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parent.parent / "mss_cli" / "understanding" / "wordnet.txt"
PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
# The most frequent senses of a lemma that count. With more of them, and with broader and narrower
# words, `arrest` is also `stay`, and more questions without an answer get one.
SENSES = {"n": 1, "v": 2, "a": 1, "r": 1}
FIRST = {"n": 2, "v": 3, "a": 2, "r": 2}  # ... of the synonyms of its most frequent sense
MOST = {"": 10, "~": 6}  # related words of each kind


class Synset(NamedTuple):
    """A set of words with one meaning, and its links by sign."""

    words: list[str]
    links: list[tuple[str, str, str]]  # sign, part of speech, offset
    field: str  # the lexicographer's file: 18 for a noun that is somebody, 32 for communication


def main() -> int:
    """Read WordNet and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True)
    args = parser.parse_args()
    kept = {w.lstrip("+=") for w in lines(args.words) if re.fullmatch("[+=]?[a-z]{3,}", w)}
    synsets = {part: read_synsets(args.wordnet / f"data.{name}") for part, name in PARTS.items()}
    senses = {part: read_senses(args.wordnet / f"index.{name}") for part, name in PARTS.items()}
    counts = read_counts(args.wordnet / "cntlist.rev")
    kept |= {lemma for lemma, _ in counts if re.fullmatch("[a-z]{2,}", lemma)}
    found: dict[str, str] = {}
    forms: dict[str, dict[str, None]] = {}
    for lemma in sorted(kept.intersection(*[set().union(*senses.values())])):
        found[lemma] = entry(lemma, senses, synsets, counts, kept)
    for part in PARTS.values():
        for line in lines(args.wordnet / f"{part}.exc"):
            form, lemma = line.split()[:2]
            if lemma in found and form in kept and form != lemma:
                own = found.get(form, "")
                found[form] = f"{own} ={lemma}" if own else f"={lemma}"
                forms.setdefault(lemma, {})[form] = None
    for lemma, own_forms in forms.items():
        found[lemma] += f" ^{','.join(own_forms)}"
    heading = [line for line in lines(TARGET) if line.startswith("#")]
    body = [f"{word} {found[word]}" for word in sorted(found)]
    TARGET.write_text("\n".join([*heading, *body]) + "\n", encoding="ascii")
    print(f"wordnet: wrote {len(found):,} words")
    return 0


def entry(
    lemma: str,
    senses: dict[str, dict[str, list[str]]],
    synsets: dict[str, dict[str, Synset]],
    counts: Counter[tuple[str, str]],
    kept: set[str],
) -> str:
    """Return the line of a lemma, without the lemma."""
    parts = [part for part in PARTS if lemma in senses[part]]
    parts.sort(key=lambda part: (-counts[lemma, part], "nvar".index(part)))
    related: dict[str, dict[str, None]] = {"": {}, "~": {}}
    for part in parts:
        if part in "ar" and len(parts) > 1 and part != parts[0]:
            continue
        for rank, offset in enumerate(senses[part][lemma][: SENSES[part]]):
            synset = synsets[part][offset]
            synonyms = usual(synset.words, part, offset, senses, SENSES if rank else FIRST)
            related[""].update({w: None for w in synonyms if is_usual(w, part, counts)})
            for sign, other_part, other in synset.links:
                if other_part not in PARTS:
                    continue
                linked = synsets[other_part][other]
                words = dict.fromkeys(usual(linked.words, other_part, other, senses, SENSES))
                if sign == "+":
                    words = {w: None for w in words if w[:3] == lemma[:3]}
                    related["~"].update(words)
                elif sign in ("$", "&"):
                    related[""].update(words)
    told: set[str] = {lemma}
    signs = [
        sign
        for part, field, sign in (("v", "32", "c"), ("n", "18", "p"))
        if part in parts and synsets[part][senses[part][lemma][0]].field == field
    ]
    fields = ["".join((*parts, *signs))]
    for sign, words in related.items():
        new = [w for w in words if w in kept and w not in told]
        new = sorted(new, key=lambda w: -sum(counts[w, part] for part in PARTS))[: MOST[sign]]
        told.update(new)
        if new:
            fields.append(sign + ",".join(new))
    return " ".join(fields)


def is_usual(word: str, part: str, counts: Counter[tuple[str, str]]) -> bool:
    """Return True if a word often is this part of speech: `spite` hardly ever is a verb."""
    return counts[word, part] * 3 >= max(counts[word, other] for other in PARTS)


def usual(
    words: list[str],
    part: str,
    offset: str,
    senses: dict[str, dict[str, list[str]]],
    most: dict[str, int],
) -> Iterator[str]:
    """Yield the words of a synset for which its meaning is among their most frequent ones."""
    for word in words:
        if offset in senses[part].get(word, ())[: most[part]]:
            yield word


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file."""
    yield from path.read_text(encoding="utf-8").splitlines()


def read_synsets(path: Path) -> dict[str, Synset]:
    """Return the synsets of a data file by offset."""
    found = {}
    for line in lines(path):
        if line.startswith(" "):
            continue
        offset, field, _, number, *rest = line.split(" | ")[0].split()
        words = [w.partition("(")[0].lower() for w in rest[: 2 * int(number, 16) : 2]]
        rest = rest[2 * int(number, 16) :]
        links = [(rest[1 + 4 * n], rest[3 + 4 * n], rest[2 + 4 * n]) for n in range(int(rest[0]))]
        found[offset] = Synset(words, links, field)
    return found


def read_senses(path: Path) -> dict[str, list[str]]:
    """Return the offsets of the senses of each lemma, the most frequent first."""
    found = {}
    for line in lines(path):
        if not line.startswith(" "):
            lemma, _, number, *rest = line.split()
            found[lemma] = rest[-int(number) :]
    return found


def read_counts(path: Path) -> Counter[tuple[str, str]]:
    """Return how often each lemma occurs as each part of speech."""
    found: Counter[tuple[str, str]] = Counter()
    for line in lines(path):
        key, _, count = line.split()
        lemma, _, rest = key.partition("%")
        found[lemma, "nvara"[int(rest[0]) - 1]] += int(count)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
