-- The tables of `mss export sqlite`. A `place` is a position in a list, from 0.

-- One row: the store that was exported. `selection` holds the filters that chose the facts, as typed,
-- or is NULL; of_facts is the number of facts in the store.
CREATE TABLE store (
  name TEXT NOT NULL, title TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL,
  coverage_first TEXT, coverage_last TEXT, selection TEXT, of_facts INTEGER NOT NULL
);

-- The articles. Dates of publication are EDTF.
CREATE TABLE sources (
  file TEXT PRIMARY KEY, place INTEGER NOT NULL, title TEXT, label TEXT NOT NULL, publisher TEXT,
  published TEXT, published_basis TEXT NOT NULL, published_note TEXT, byline TEXT,
  language TEXT NOT NULL, chars INTEGER NOT NULL, sha256 TEXT NOT NULL
);
-- Spans of an article that hold no fact, in code points, end-exclusive.
CREATE TABLE passages (
  source TEXT NOT NULL REFERENCES sources (file), place INTEGER NOT NULL, start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, label TEXT NOT NULL, note TEXT, PRIMARY KEY (source, place)
);
CREATE TABLE sentences (
  source TEXT NOT NULL REFERENCES sources (file), place INTEGER NOT NULL, start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, PRIMARY KEY (source, place)
);

CREATE TABLE entities (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
  summary TEXT NOT NULL, gender TEXT
);
CREATE TABLE aliases (
  entity TEXT NOT NULL REFERENCES entities (id), place INTEGER NOT NULL, alias TEXT NOT NULL,
  PRIMARY KEY (entity, place)
);
-- Whom an entity may speak for.
CREATE TABLE represents (
  entity TEXT NOT NULL REFERENCES entities (id), place INTEGER NOT NULL,
  represented TEXT NOT NULL REFERENCES entities (id), PRIMARY KEY (entity, place)
);
CREATE TABLE topics (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL,
  broader TEXT REFERENCES topics (id), definition TEXT NOT NULL
);
CREATE TABLE topic_labels (
  topic TEXT NOT NULL REFERENCES topics (id), place INTEGER NOT NULL, label TEXT NOT NULL,
  PRIMARY KEY (topic, place)
);
CREATE TABLE measures (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, series TEXT NOT NULL,
  stage TEXT NOT NULL, definition TEXT NOT NULL
);
CREATE TABLE measure_labels (
  measure TEXT NOT NULL REFERENCES measures (id), place INTEGER NOT NULL, label TEXT NOT NULL,
  PRIMARY KEY (measure, place)
);
-- Labels that find an entity, topic or measure (`of`) and are never shown.
CREATE TABLE hidden_labels (
  record INTEGER NOT NULL, place INTEGER NOT NULL, of TEXT NOT NULL, label TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (record, place)
);
-- Words that search treats as the same.
CREATE TABLE synonyms (
  ring INTEGER NOT NULL, place INTEGER NOT NULL, word TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (ring, place)
);
-- The distinct words of each cited passage, in alphabetical order.
CREATE TABLE wording (
  place INTEGER PRIMARY KEY, source TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  words TEXT NOT NULL
);

-- The facts. `date` is EDTF; date_start and date_end are its first and last possible day.
CREATE TABLE facts (
  number INTEGER NOT NULL UNIQUE,  -- in date order, from 1
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
  text TEXT NOT NULL,
  date TEXT, date_start TEXT, date_end TEXT, date_precision TEXT NOT NULL,
  date_basis TEXT NOT NULL, date_note TEXT,
  value, low, high, qualifier TEXT, unit TEXT, measure TEXT,
  holder TEXT REFERENCES entities (id), stance_on TEXT REFERENCES topics (id), position TEXT,
  derived_printed TEXT, derived_from TEXT, derived_on TEXT, derived_rule TEXT,
  derived_count INTEGER
);
-- role: actors, about, said_by, said_to or places.
CREATE TABLE fact_entities (
  fact TEXT NOT NULL REFERENCES facts (id), role TEXT NOT NULL, place INTEGER NOT NULL,
  entity TEXT NOT NULL REFERENCES entities (id), PRIMARY KEY (fact, role, place)
);
CREATE TABLE fact_topics (
  fact TEXT NOT NULL REFERENCES facts (id), place INTEGER NOT NULL,
  topic TEXT NOT NULL REFERENCES topics (id), PRIMARY KEY (fact, place)
);
CREATE TABLE phrases (
  fact TEXT NOT NULL REFERENCES facts (id), place INTEGER NOT NULL, phrase TEXT NOT NULL,
  PRIMARY KEY (fact, place)
);
-- Spans in code points, end-exclusive. reports_… is what the passage says differently.
CREATE TABLE evidence (
  fact TEXT NOT NULL REFERENCES facts (id), place INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources (file), start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  paragraph INTEGER NOT NULL, form TEXT NOT NULL, sha256 TEXT NOT NULL,
  reports_date TEXT, reports_value TEXT, reports_status TEXT, reports_wording TEXT,
  reports_part TEXT, PRIMARY KEY (fact, place)
);
CREATE TABLE relations (
  fact TEXT NOT NULL REFERENCES facts (id), place INTEGER NOT NULL, type TEXT NOT NULL,
  other TEXT NOT NULL REFERENCES facts (id), note TEXT, settled_by TEXT,
  PRIMARY KEY (fact, place)
);

-- Records that their columns cannot hold exactly, such as one with a number written 2.0. This JSON
-- overrides the columns. `place` is that of the record.
CREATE TABLE verbatim (
  part TEXT NOT NULL, place INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (part, place)
);

-- Where sources contradict, qualify, supersede or confirm each other.
CREATE TABLE conflicts (
  id TEXT PRIMARY KEY, class TEXT NOT NULL, property TEXT NOT NULL, explanation TEXT NOT NULL,
  settled_by TEXT NOT NULL
);
CREATE TABLE fact_conflicts (
  fact TEXT NOT NULL REFERENCES facts (id), place INTEGER NOT NULL,
  conflict TEXT NOT NULL REFERENCES conflicts (id), PRIMARY KEY (fact, place)
);
CREATE TABLE readings (
  conflict TEXT NOT NULL REFERENCES conflicts (id), place INTEGER NOT NULL,
  fact TEXT NOT NULL REFERENCES facts (id), source TEXT NOT NULL REFERENCES sources (file),
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (conflict, place)
);

-- Which articles report a fact.
CREATE VIEW fact_sources AS
  SELECT DISTINCT f.id AS fact, f.date, f.text, s.file AS source, s.title, s.publisher, s.published
  FROM facts f JOIN evidence e ON e.fact = f.id JOIN sources s ON s.file = e.source;
-- Facts with the names of those involved.
CREATE VIEW facts_in_words AS
  SELECT f.number, f.id, f.date, f.kind, f.status, f.text,
    (SELECT group_concat(n.name, ', ') FROM fact_entities x JOIN entities n ON n.id = x.entity
      WHERE x.fact = f.id AND x.role = 'said_by') AS said_by,
    (SELECT group_concat(n.name, ', ') FROM fact_entities x JOIN entities n ON n.id = x.entity
      WHERE x.fact = f.id AND x.role = 'actors') AS actors,
    (SELECT group_concat(n.name, ', ') FROM fact_entities x JOIN entities n ON n.id = x.entity
      WHERE x.fact = f.id AND x.role = 'places') AS places,
    (SELECT group_concat(DISTINCT e.source) FROM evidence e WHERE e.fact = f.id) AS sources
  FROM facts f;
-- Numbers with what they count.
CREATE VIEW figures AS
  SELECT f.id AS fact, coalesce(m.series, f.measure) AS series,
    coalesce(m.stage, 'reported') AS stage, f.date, f.qualifier, f.value, f.low, f.high, f.unit,
    f.status, f.text
  FROM facts f LEFT JOIN measures m ON m.id = f.measure WHERE f.measure IS NOT NULL;
-- Each conflict beside the facts that take part in it.
CREATE VIEW disagreements AS
  SELECT c.id AS conflict, c.class, c.property, c.explanation, f.id AS fact, f.date, f.text
  FROM conflicts c JOIN fact_conflicts x ON x.conflict = c.id JOIN facts f ON f.id = x.fact;

CREATE VIRTUAL TABLE facts_fts USING fts5(
  text, content="facts", content_rowid='rowid', tokenize='porter unicode61 remove_diacritics 2'
);

CREATE INDEX facts_by_day ON facts (date_start, date_end);
CREATE INDEX facts_by_measure ON facts (measure);
CREATE INDEX fact_entities_by_entity ON fact_entities (entity);
CREATE INDEX fact_topics_by_topic ON fact_topics (topic);
CREATE INDEX evidence_by_source ON evidence (source, start);
CREATE INDEX relations_by_other ON relations (other);
CREATE INDEX fact_conflicts_by_conflict ON fact_conflicts (conflict);
