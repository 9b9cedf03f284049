-- The triggers of `mss export sqlite`: a change of a text changes the search too.
CREATE TRIGGER facts_added AFTER INSERT ON facts BEGIN
  INSERT INTO facts_fts (rowid, text) VALUES (new.rowid, new.text);
END;
CREATE TRIGGER facts_removed AFTER DELETE ON facts BEGIN
  INSERT INTO facts_fts (facts_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
END;
CREATE TRIGGER facts_changed AFTER UPDATE OF text ON facts BEGIN
  INSERT INTO facts_fts (facts_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
  INSERT INTO facts_fts (rowid, text) VALUES (new.rowid, new.text);
END;
