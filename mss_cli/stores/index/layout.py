"""The index file: its name, its tables, and the file stamps that tie it to one store.

Facts are numbered by date, undated ones last. So a range of numbers is a period, and
reading backwards gives the newest facts first without sorting. Any SQLite tool can open the
tables; docs/guide/large-stores.md describes them.
"""

import os
from collections.abc import Iterator
from os.path import basename, isfile, join

from mss_cli.stores.directory import PARTS, part_file

INDEX_FILE = "index.db"
PARTIAL_FILE = "index.db.partial"  # until the index is complete
APPLICATION_ID = 0x6D737369  # SQLite's application_id: "mssi" in ASCII
FORMAT_VERSION = 8  # SQLite's user_version; raise it with every change of tables or terms
# A date that spans more than LONG_DAYS, or is open, has a row in the table `span` and one of the
# terms below. The term tells how long before a period such a date may start and still touch it.
LONG_DAYS, YEAR_DAYS = 31, 366
LONG_SPAN = ":long"  # LONG_DAYS to YEAR_DAYS
OPEN_SPAN = ":open"  # longer, or open at one end

# Created at the start of a build.
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
  canonical INTEGER NOT NULL,
  known_first TEXT NOT NULL,
  known_last TEXT NOT NULL,
  shifts INTEGER NOT NULL
);
CREATE TABLE span (number INTEGER PRIMARY KEY, date_start TEXT, date_end TEXT);
CREATE TABLE state (
  fact INTEGER NOT NULL, known_from TEXT NOT NULL, known_to TEXT NOT NULL,
  undated INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL
);
CREATE TABLE relation (fact INTEGER NOT NULL, type TEXT NOT NULL, other TEXT NOT NULL);
CREATE TABLE citation (
  source INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, fact INTEGER NOT NULL
);
CREATE VIRTUAL TABLE term USING fts5(
  terms, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '#=:.-~'"
);
CREATE TABLE word (number INTEGER PRIMARY KEY, word TEXT UNIQUE, times INTEGER NOT NULL);
CREATE TABLE represents (
  representative TEXT, represented TEXT, PRIMARY KEY (represented, representative)
) WITHOUT ROWID;
CREATE TABLE record (
  part TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, json TEXT NOT NULL
);
CREATE UNIQUE INDEX record_id ON record (part, id, number);
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
  hidden TEXT NOT NULL,
  gender TEXT NOT NULL
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

# Created at its end. Rows that come in another order than that of their table wait in `citation`:
# sorted, they fill their pages. Space that a table leaves goes to those created after it.
FINAL_TABLES = """
DROP TABLE ordered;
CREATE TABLE evidence (
  source INTEGER, start INTEGER, stop INTEGER, fact INTEGER,
  PRIMARY KEY (source, start, stop, fact)
) WITHOUT ROWID;
INSERT INTO evidence SELECT * FROM citation ORDER BY source, start, stop, fact;
DROP TABLE citation;
CREATE INDEX state_order ON state (undated, first, last, fact);
CREATE UNIQUE INDEX fact_id ON fact (id);
CREATE INDEX relation_fact ON relation (fact);
CREATE INDEX relation_other ON relation (other);
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


def quoted(term: str) -> str:
    """Return a term quoted for a MATCH expression on the table `term`."""
    return '"' + term.replace('"', '""') + '"'


def file_stamps(directory: str) -> list[list[object]]:
    """Return the name, size, times and inode of each file of a store.

    An index belongs to one set of files: copying or unpacking a store changes the stamps.
    """
    return list(_file_stamps(directory))


def _file_stamps(directory: str) -> Iterator[list[object]]:
    for part in PARTS:
        path = part_file(directory, part)
        if isfile(path):
            s = os.stat(path)
            yield [basename(path), s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino]


def index_path(directory: str) -> str:
    """Return the path of the index of a store."""
    return join(directory, INDEX_FILE)
