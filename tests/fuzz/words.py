"""Material for generated stores: names that fold alike, words that stem alike, numbers."""

# Kind, display name, aliases: nested names, accents, initials, digits, other scripts.
NAMES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("person", "Ann Lee", ("A. Lee", "Dr. Lee", "Lee")),
    ("person", "Anne Leigh", ("Leigh",)),
    ("person", "Ann  Lee", ("Ann Marie Lee",)),
    ("person", "J. B. O'Neill", ("O’Neill", "Jean-Baptiste O'Neill")),
    ("person", "Дмитрий Полянский", ("Polyansky", "Dmitriy Polyanskiy")),
    ("person", "王毅", ("Wang Yi",)),
    ("person", "Nguyễn Văn Á", ("Nguyen",)),
    ("person", "Zoë K. Ångström", ("Zoe",)),
    ("person", "Marie-Claire d'Été", ("d'Ete",)),
    ("person", "Samuel Ruto", ("Ruto", "President Ruto")),
    ("person", "William Ruto", ("Ruto",)),
    ("organization", "U.S. Department of State", ("DoS", "State Department", "U.S.")),
    ("organization", "The Who", ("WHO", "World Health Organization")),
    ("organization", "Under_Score Group", ("under_score", "__")),
    ("organization", "X" * 150 + " Council", ("Xx",)),
    ("organization", "Kenya Police", ("KP", "Police of Kenya")),
    ("organization", "90 Percent Club", ("90%", "100% Club", "Ninety")),
    ("organization", "No", ("Not", "No.")),
    ("organization", "İstanbul ẞtraße Åſſociation", ("Istanbul",)),
    ("organization", "हिन्दी संघ", ("Hindi Union",)),
    ("organization", "𝔘nion of 𝟚", ("🎌 union", "\x1b[1mUnion", "=1+1")),
    ("country", "United States", ("US", "USA", "U.S.A.", "America")),
    ("country", "Kenya", ("Republic of Kenya", "Kenia")),
    ("country", "Haïti", ("Haiti", "Hayti")),
    ("country", "Côte d’Ivoire", ("Ivory Coast", "Cote d'Ivoire")),
    ("document", "Resolution 2699", ("UNSCR 2699", "S/RES/2699 (2023)")),
    ("document", "Resolution 2653", ("2653",)),
    ("document", "Twelve Months Plan", ("12 months", "12-month plan")),
    ("mission", "MSS", ("Multinational Security Support mission", "the mission")),
    ("place", "Three Rivers", ("3 Rivers", "Trois-Rivières")),
    ("place", "Port-au-Prince", ("PAP", "Portauprince")),
    ("place", "The", ("Of",)),
    ("place", "Mid Late March", ("May",)),
    ("place", "São Tomé e\u0301cole", ("Sao Tome",)),
    ("place", "Port Salut", ("Port",)),
    ("place", "Port Royal", ("Port", "\u202elayoR", "Ro\udfffyal")),
)
TOPICS = (
    *("Funding", "Force strength", "Peacekeeping transition", "Mandate", "U.S. policy"),
    *("Late payments", "Gangs", "Human rights", "Three Rivers affair", "Kenya", "May", "The"),
    "Training",
)
MORE_TOPICS = "money cash troops soldiers officers 2699 1,900 don't reform kenyan".split()
WORDS = """police officers mission Kenya's funding resolution 2699 mandate U.S. Haiti’s gangs
security council late September early 2024 deployment deployed deploying extended extension vote
voted 1,900 2.6 billion 400 12 months three years twelve june June may march March 24 million
dollars U.N. peace-keeping peacekeeping under_score foo_bar O'Neill's don't it's they're the of
and to a in for on with by as at supports opposes not no 50% 100 percent 3rd 21st q3 2024-Q3
2024-09-30 S/RES/2699 (2023) “quoted” words’ reform reforms transport trains training trained
trainer office officer authorization authority united Ирина Полянский 王毅 王 毅 café cafe\u0301
naïve İstanbul straße STRASSE aid aids AIDS us US who WHO mid mid-June late-night Rivers Three 3
900 9,000 1,23 1,234,567 0.5 0 00 2000 2,000 2025 1999 x y z a.b.c. e.g. i.e. Mr. Dr. -minus
--dash a' 's s' ' ’s ﬁnal ﬁnance ½ ² kilometres 3.5km 2bn 5m 10k thousand hundred airport convoy
ambush soldiers troop troops contingent Ministry ministerial President said says announced pledge
pledged pledges pledging zzyzx qwertyuiop since after before until
\x1b[31m \u202e \ud800x |pipe| <b> =1
""".split()
SLUGS = "alpha beta gamma 2024 9 1 ruto x kenya police 000 vote ab abc a".split()
SYNONYMS = (
    *("police", "officers", "cops", "money", "funding", "cash", "deployment", "arrival"),
    *("twelve months", "one year", "U.S.", "america", "vote", "ballot", "the mission", "force"),
    *("reform", "three rivers"),
)
HIDDEN = (
    *("who paid", "asking for money", "u.s. cash", "O'Neill's gang", "2699", "kenyan"),
    *("the twelve", "王", "police force", "reform"),
)
UNITS = ("police officers", "officers", "months", "U.S. dollars", "%", "people’s votes", "Kenyans")
VALUES = (400, 1000, 2.5, 2_600_000_000, 0, -5, 1e-7, 1900, 12, 3, 0.1, 1e15, 600)
