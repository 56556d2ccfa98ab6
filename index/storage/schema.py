"""The tables of an index, and what has changed in them since the first format."""

FORMAT = "6"
TOKENIZER = "porter unicode61 remove_diacritics 2"

MERGES = "merges"
"""How often the word index was merged since it was made."""

_COLLECTIONS = """
CREATE TABLE collections (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE);
CREATE TABLE gathered (
    collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (collection_id, article_id)
) WITHOUT ROWID;
CREATE INDEX gathered_of_article ON gathered (article_id);
"""
# SQLite writes down itself which chunks come and go, whoever writes; a mark is never given twice.
_LOG = """
CREATE TABLE changes (mark INTEGER PRIMARY KEY AUTOINCREMENT, chunk INTEGER NOT NULL, added INTEGER NOT NULL);
CREATE TRIGGER chunk_added AFTER INSERT ON chunks BEGIN INSERT INTO changes VALUES (NULL, new.id, 1); END;
CREATE TRIGGER chunk_removed AFTER DELETE ON chunks BEGIN INSERT INTO changes VALUES (NULL, old.id, 0); END;
"""
# All that a condition on articles is about, so that no text is read for it.
_TOLD = "CREATE INDEX articles_told ON articles (source, site, published, id);\n"
_FROM_3 = _LOG + _COLLECTIONS
SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL,
    source TEXT, published TEXT, author TEXT, url TEXT, added TEXT NOT NULL, place TEXT, key TEXT,
    original TEXT, scans TEXT, site TEXT
);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX chunks_of_article ON chunks (article_id);
CREATE UNIQUE INDEX article_of_key ON articles (key);
CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = '{TOKENIZER}');
INSERT INTO meta VALUES ('{MERGES}', '0');
{_FROM_3}{_TOLD}"""
_FROM_1 = """
ALTER TABLE articles ADD COLUMN place TEXT;
ALTER TABLE articles ADD COLUMN key TEXT;
CREATE UNIQUE INDEX article_of_key ON articles (key);
"""
_FROM_2 = "ALTER TABLE articles ADD COLUMN original TEXT;\n"
_FROM_4 = "ALTER TABLE articles ADD COLUMN scans TEXT;\n"
_FROM_5 = "ALTER TABLE articles ADD COLUMN site TEXT;\nUPDATE articles SET site = site(url);\n" + _TOLD
FROM = {
    "1": _FROM_1 + _FROM_2 + _FROM_3 + _FROM_4 + _FROM_5,
    "2": _FROM_2 + _FROM_3 + _FROM_4 + _FROM_5,
    "3": _FROM_3 + _FROM_4 + _FROM_5,
    "4": _FROM_4 + _FROM_5,
    "5": _FROM_5,
}
"""What brings an earlier format up to date."""
