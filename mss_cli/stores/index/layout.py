"""The index file: its name, its tables, and the stamp that ties it to one store.

Facts are numbered in order of time, undated ones last, so that a number range is a period
and the newest come first without sorting. The tables are meant to be opened by any SQLite
tool: docs/index.md says what a person can ask them.
"""

import os
from collections.abc import Iterator
from os.path import basename, isfile, join

from mss_cli.stores.directory import PARTS, part_file

FILE = "index.db"
PARTIAL = "index.db.partial"
APPLICATION = 0x6D737369  # SQLite's application_id: `mssi`
FORMAT = 3  # of these tables and terms; raised with every change of either
LONG, YEAR = 31, 366  # days; a date that spans more than LONG, or is open, stands in `span`
# Terms of facts in `span`, by how far from its beginning a date may still touch a period.
LASTING = ":long"  # more than LONG days, a YEAR at most
OPEN = ":open"  # more, or open at an end

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ordered (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, byte INTEGER NOT NULL, bytes INTEGER NOT NULL
);
CREATE TABLE fact (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  date TEXT,
  date_start TEXT,
  date_end TEXT,
  text TEXT NOT NULL,
  sources TEXT NOT NULL,
  byte INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  printed INTEGER NOT NULL,
  known_first TEXT NOT NULL,
  known_last TEXT NOT NULL,
  shifts INTEGER NOT NULL
);
CREATE TABLE span (number INTEGER PRIMARY KEY, date_start TEXT, date_end TEXT);
CREATE TABLE state (
  fact INTEGER NOT NULL, known_from TEXT NOT NULL, known_to TEXT NOT NULL,
  undated INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, id TEXT NOT NULL
);
CREATE TABLE relation (fact INTEGER NOT NULL, type TEXT NOT NULL, other TEXT NOT NULL);
CREATE TABLE evidence (
  source INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, fact INTEGER NOT NULL
);
CREATE VIRTUAL TABLE term USING fts5(
  terms, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '#=:.-~'"
);
CREATE TABLE word (number INTEGER PRIMARY KEY, word TEXT UNIQUE, times INTEGER NOT NULL);
CREATE TABLE represents (
  country TEXT, person TEXT, PRIMARY KEY (country, person)
) WITHOUT ROWID;
CREATE TABLE record (
  part TEXT, id TEXT, number INTEGER, json TEXT NOT NULL, PRIMARY KEY (part, id)
) WITHOUT ROWID;
CREATE TABLE source (
  folded TEXT, number INTEGER, file TEXT NOT NULL, PRIMARY KEY (folded, number)
) WITHOUT ROWID;
CREATE TABLE wording (
  source TEXT, start INTEGER, stop INTEGER, words TEXT NOT NULL, PRIMARY KEY (source, start, stop)
) WITHOUT ROWID;
CREATE TABLE name (
  number INTEGER PRIMARY KEY,
  part TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  initials TEXT NOT NULL,
  names TEXT NOT NULL,
  hidden TEXT NOT NULL
);
CREATE INDEX name_id ON name (part, id);
CREATE INDEX name_initials ON name (part, initials);
CREATE TABLE name_word (
  part TEXT, word TEXT, name INTEGER, PRIMARY KEY (part, word, name)
) WITHOUT ROWID;
CREATE TABLE name_shown (
  word TEXT, kind TEXT, PRIMARY KEY (word, kind)
) WITHOUT ROWID;
CREATE TABLE name_whole (
  part TEXT, joined TEXT, name INTEGER, PRIMARY KEY (part, joined, name)
) WITHOUT ROWID;
CREATE TABLE name_stem (
  part TEXT, stem TEXT, name INTEGER, PRIMARY KEY (part, stem, name)
) WITHOUT ROWID;
CREATE TABLE label (
  part TEXT, rarest TEXT, name INTEGER, PRIMARY KEY (part, rarest, name)
) WITHOUT ROWID;
CREATE TABLE label_word (part TEXT, word TEXT, PRIMARY KEY (part, word)) WITHOUT ROWID;
"""

FINISH = """
DROP TABLE ordered;
CREATE INDEX state_order ON state (undated, first, last, id);
CREATE UNIQUE INDEX fact_id ON fact (id);
CREATE INDEX relation_fact ON relation (fact);
CREATE INDEX relation_other ON relation (other);
CREATE INDEX evidence_place ON evidence (source, start);
CREATE TABLE frequency (term TEXT PRIMARY KEY, facts INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, term, 'row');
INSERT INTO frequency SELECT term, doc FROM vocabulary ORDER BY term;
DROP TABLE temp.vocabulary;
CREATE VIRTUAL TABLE infix USING fts5(
  word, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1'
);
INSERT INTO infix (rowid, word) SELECT number, word FROM word;
INSERT INTO infix (infix) VALUES ('optimize');
"""


def token(term: str) -> str:
    """Return a term of an expression for the table `term`."""
    return '"' + term.replace('"', '""') + '"'


def stamp(directory: str) -> list[list[object]]:
    """Return what ties an index to the files of a store: size, times and inode of each.

    Copying or unpacking a store changes them, so that an index made elsewhere is foreign.
    """
    return list(_stamps(directory))


def _stamps(directory: str) -> Iterator[list[object]]:
    for part in PARTS:
        path = part_file(directory, part)
        if isfile(path):
            s = os.stat(path)
            yield [basename(path), s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino]


def index_path(directory: str) -> str:
    """Return where the index of a store lies."""
    return join(directory, FILE)
