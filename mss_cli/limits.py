"""Every limit on what mss reads, holds and prints, in one place, each with its reason.

A store, an article or a command line may come from anybody. Nothing in it may make mss use
memory or time out of proportion to the answer. Use these names as `limits.NAME`, so that a
test can lower one.
"""

# --- command lines ------------------------------------------------------------------------

# Longer arguments are not names, dates or questions, and some checks take quadratic time.
MAX_ARGUMENT_CHARS = 1_000
# A query this long is a pasted page. Reading it costs time for each word.
MAX_QUERY_WORDS = 100
# A date without a year is looked for in each year of the store, the latest ones first.
MAX_YEARS = 100
# Each name is looked up among all names, and may need its spelling corrected.
MAX_FILTER_VALUES = 100
# A larger --limit is refused as a typing error.
MAX_LIMIT_OPTION = 1_000_000_000
# A store chooses its own names, and an error line repeats them.
MAX_ERROR_CHARS = 2_000

# --- files --------------------------------------------------------------------------------

# A JSON file is parsed whole, which takes up to 20 times its size in memory.
MAX_JSON_BYTES = 64_000_000
# `verify` parses facts.ndjson whole; its lines are smaller objects.
MAX_NDJSON_BYTES = 128_000_000
# Above this size facts.ndjson is read line by line instead of into memory.
MAX_NDJSON_BYTES_IN_MEMORY = 16_000_000
# A line of facts.ndjson is one fact; this is a thousand times a usual one.
MAX_LINE_BYTES = 4_000_000
# An empty list takes 28 times its two bytes in memory. Real records have fewer brackets than
# one character in twelve; smaller files need no such test.
MAX_BRACKETS = 1_000_000
MIN_CHARS_PER_BRACKET = 12
# An article of this size is a book.
MAX_ARTICLE_BYTES = 4_000_000
# A new article is compared with the latest ones of its store, which takes 1.5 ms for each.
MAX_ARTICLES_COMPARED = 50
# `show` and `verify` go through articles one after the other.
MAX_ARTICLES_IN_MEMORY = 8

# A database or Parquet folder that is read into memory whole, like the JSON of a store.
MAX_TABLES_BYTES = 256_000_000
MAX_TABLE_RECORDS = 500_000

# --- articles and drafts ------------------------------------------------------------------

# Fewer sentences are a headline or a caption: the wrong part of a page was saved.
MIN_SENTENCES = 3
# A store holds the span of each sentence. A book has fewer.
MAX_SENTENCES = 20_000
# A longer one is no sentence, and rules that read it take quadratic time. It gets no draft.
MAX_SENTENCE_CHARS = 2_000
# As the schemas of sources.json and manifest.json allow.
MAX_TITLE_CHARS = 400
MAX_PUBLISHER_CHARS = 200
MAX_BYLINE_CHARS = 200
MAX_PASSAGES = 10_000
MAX_STORE_TITLE_CHARS = 200
# Of the name of a source: file systems take 255 bytes with the suffix.
MAX_STEM_CHARS = 100
# Reading a page takes half a second and 100 MB; a hostile one is stopped.
MAX_READ_SECONDS = 20
MAX_READ_BYTES = 2_000_000_000
# Of a page: what says something about it stands near its beginning.
MAX_PAGE_ELEMENTS = 20_000
MAX_PAGE_SCRIPTS = 50
MAX_SCRIPT_CHARS = 2_000_000
MAX_PAGE_RECORDS = 500
# Captions, or lines of links, of one page.
MAX_MARKED_BLOCKS = 2_000
# A longer document is no article.
MAX_PDF_PAGES = 200
MAX_PDF_CHARS = 4_000_000
# An article of the largest size has fewer sentences.
MAX_DRAFTS = 5_000
# New names in one article: each is compared with the others.
MAX_NEW_NAMES = 2_000

# --- writing ------------------------------------------------------------------------------

# Commits that can be taken back. Each keeps the files that it replaced.
MAX_COMMITS_KEPT = 50
# Of what a commit says about itself.
MAX_WHY_CHARS = 500
# One line for each file of a commit.
MAX_INTENT_BYTES = 4_000_000
# At reading a store while somebody commits to it again and again.
MAX_READ_ATTEMPTS = 10
# Of one file that mss writes; it must be able to read it again.
MAX_WRITTEN_BYTES = MAX_JSON_BYTES
# One answer of a review is a text of a fact at most; a file of them is for a whole article.
MAX_ANSWER_CHARS = 20_000
MAX_ANSWERS_BYTES = 4_000_000

# --- records ------------------------------------------------------------------------------

# A passage carries one assertion. Each is copied when it is checked or shown.
MAX_PASSAGE_CHARS = 20_000
# Characters of a paragraph shown before and after a passage.
MAX_CONTEXT_CHARS = 2_000
# `broader` is walked for each fact; real topic schemes are three or four deep.
MAX_TOPIC_DEPTH = 100
# Nobody reads more problems of one store, and a broken store may have one in each field.
MAX_PROBLEMS = 1_000

# Stores name the same days again and again; reading a date takes as long as checking a fact.
MAX_DATES_CACHED = 10_000
# Readings that one fact adds to a conflict. A fact may have thousands of passages and stand in
# thousands of conflicts, and each would list them all.
MAX_READINGS_OF_FACT = 100

# --- answers ------------------------------------------------------------------------------

# Some 250 MB. Answers that compare facts hold them all.
MAX_FACTS_IN_MEMORY = 50_000
# A fact with longer notes on its relations counts as several: notes have no other end.
NOTE_CHARS_OF_A_FACT = 2_000
# Above these, a list is printed fact by fact, and the facts that filters or --limit leave out
# are not counted: it takes a whole pass.
MAX_COUNTED_FACTS = 2_000
MAX_LISTED_BYTES = 16_000_000
# Rich takes a millisecond a row. The first is for tables nobody asked for by name.
MAX_TABLE_ROWS = 1_000
MAX_TABLE_ROWS_ON_REQUEST = 10_000
# `show` prints one object: conflicts with more readings together are only named in it.
MAX_READINGS_SHOWN = 1_000
# A plot marks each number with a letter.
MAX_PLOT_POINTS = 52
# Above this, tables show file names: a short name is unique only if every source is read.
MAX_NAMED_SOURCES = 2_000
# Nobody can read a longer list of completions; another letter shortens it.
MAX_COMPLETIONS = 1_000

# A report is one page, and a browser holds it whole: 20,000 usual facts are 80 MB, and take a
# minute to open.
MAX_REPORT_FACTS = 20_000
# Facts may be of any shape: each may name everyone, or cite long passages.
MAX_REPORT_CHARS = 200_000_000
# A longer drawing cannot be read.
MAX_DRAWN_FACTS = 2_000
# Facts listed of one person in each part; the list of facts has them all.
MAX_REPORT_FACTS_OF_PART = 100

# What Excel reads: a sheet has at most so many rows, a cell so many UTF-16 units, and a sheet so
# many links.
MAX_SHEET_ROWS = 1_048_576
MAX_CELL_CHARS = 32_767
MAX_SHEET_LINKS = 65_530

# Records in one page of an answer to an agent, whose context is small.
MAX_MCP_RECORDS = 100

# --- checking -----------------------------------------------------------------------------

# A sentence takes some 30 ms, so a draft of this size takes minutes.
MAX_DRAFT_BYTES = 1_000_000
# A longer sentence of a draft is passed over.
MAX_CLAIM_CHARS = 2_000

# --- search -------------------------------------------------------------------------------

# Up to this size of a store every fact is ranked.
MAX_FACTS_RANKED = 300
# In a larger store, at least this many candidates are ranked.
MIN_CANDIDATES = 60
# Facts that a relation or shared passage adds to one candidate.
MAX_RELATED_FACTS = 100
# Facts of a large store that are compared with a clause of a claim, before the nearest are chosen.
MAX_CHECKED_FACTS = 200
# Up to this document frequency, facts with any of several terms are counted exactly.
MAX_EXACT_COUNT = 20_000
# Facts that a scan holds at a time.
SCAN_BATCH = 1_000

# --- index --------------------------------------------------------------------------------

# Facts in a transaction: an interrupted build loses at most one batch.
INDEX_BATCH = 5_000
# ... and it holds their lines parsed, at some ten times their size.
INDEX_BATCH_BYTES = 8_000_000
# Terms of filter values that a build remembers; most values recur.
MAX_TERMS_CACHED = 50_000
# A smaller facts.ndjson is indexed by one process: starting others takes longer than they save.
MIN_SHARED_BYTES = 8_000_000
# More processes only wait for the one that writes the database. Each takes some 110 MB.
MAX_INDEX_PROCESSES = 8
# Words that one --match text may be part of; above this it narrows nothing.
MAX_INFIX_WORDS = 200
# Entities, topics and the like that an open index keeps, of each kind.
MAX_RECORDS_IN_MEMORY = 1_000
