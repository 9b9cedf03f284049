"""Verdicts of the bundled store on short claims that users typed: right ones, and known errors."""

import re

import pytest

from mss_cli.checking import Checked, Checker, check
from mss_cli.facts.model import Fact
from mss_cli.query.query import Query
from mss_cli.stores import open_stores

STORE = open_stores((None,)).store
YEAR = re.compile(r"\b20[0-9][0-9]\b")
DATED = [fact for fact in STORE.chronological() if YEAR.search(fact["text"])]
CLAIMS = {
    "contradicted": [
        "In November 2024 the US was to stay at the head of the mission.",
        "Kenya sent 600 officers",
        "Garry Conille is prime minister of Haiti",
        "Jamaica sent 24 soldiers",
        "Kenya has deployed 1,000 police officers",
        "Russia and China support the plan",
        "Kenya never sent police to Haiti",
        "Kenya sent 400 soldiers",
        "Jamaica sent 20 police officers",
        "Ruto said he opposes the UN operation",
        "Ruto did not visit Haiti",
        "Boinnet visited Haiti in July 2025",
        "Ruto called Rubio on 20 August 2025",
        "Six countries petitioned the council",
        "The council unanimously rejected the extension",
        "The vote was not unanimous",
        "Kenya's 600 officers arrived",
        "Kenya sent 400 officers to Jamaica",
        "Belize sent two officers in October 2024",
        "It is false that Kenya sent 400 officers",
        "Neither Russia nor China opposed the plan",
        "The mission was never extended",
        "Kenya sent less than 400 officers",
        "According to Ruto, Kenya sent 600 officers",
        "The Council voted unanimously on September 30, 2024 against the mission",
        "China and Russia agreed to the transition",
        "The mission was first authorised in October 2022",
        "Only Kenya sent police",
        "Kenya sent 600 officers in June 2024",
        "Kenya sent 1,000 officers to Haiti in June 2024",
        "Kenya sent 500 officers to Haiti in June 2024",
        "There were doubts that China and Russia would turn down the US proposal",
        "Kenya had an objection to the MSS mission becoming a UN peacekeeping operation",
        "The United States seeks the MSS mission's conversion into a UN peacekeeping operation",
    ],
    "not-in-record": [
        "There is no peace in Haiti",
        "Ruto is president of Haiti",
        "The mission costs 2.6 billion dollars",
        "Guterres visited Haiti",
        "The resolution passed with 12 votes",
        "Canada sent 50 officers",
        "Half of the Kenyan officers have arrived",
        "Haiti has seen peace",
        "Kenyan police killed civilians",
        "The mission was a success",
        "China voted against the plan",
        "Haiti sent 400 officers to Kenya",
        "Kenya and Belize sent 400 officers",
        "Haiti held free and fair elections",
        "Kenya sent officers with 400 horses",
        "Conille was ousted in October 2024",
        "Kenya sent 400 officers to Port-au-Prince in July 2024",
        "Moïse was assassinated in Port-au-Prince",
        "A transition could be considered once progress has been made",
        "The US withdrew from Haiti",
        "The dog that Kenya sent was called Rex",
        "Kenya sent 1,000 officers to Haiti in January 2025",
        "Kenya sent 400 officers to Haiti in June 2024",
        "Ruto visited Haiti on 22 September 2024",
    ],
    "supported": [
        "Kenya has about 400 officers in Haiti",
        "The US dropped its plan for a peacekeeping force",
        "Joe Biden is president",
        "Kenya sent four hundred officers",
        "Rubio called Ruto on 19 August 2025",
        "Seven countries petitioned the council",
        "The mandate expires on 2 October 2024",
        "The OAS supports the request",
        "Ruto met Conille in October 2024",
        "Ruto visited Haiti in September 2024",
    ],
}
# None of these is supported or contradicted by mistake.
UNRECOGNISED = {
    "Garry Conille, who met Ruto in October, is still prime minister.": "contradicted",
    "The council has now adopted that resolution.": "contradicted",
    "Joe Biden is the president of Kenya": "contradicted",
    "The council rejected the resolution": "contradicted",
    "Monica Juma is Kenya's foreign minister": "contradicted",
    "The mission started in February 2024": "contradicted",
    "The mission was extended to October 2025": "supported",
    "Kenya pledged 2,000 officers": "contradicted",
}


def checked(claim: str) -> Checked:
    return check(STORE, Query(), claim, "2026-01-01")


def verdict(claim: str) -> str:
    return checked(claim).verdict


@pytest.mark.parametrize(("right", "claim"), [(v, c) for v, all_ in CLAIMS.items() for c in all_])
def test_short_claim_has_its_verdict(right: str, claim: str) -> None:
    assert verdict(claim) == right


@pytest.mark.parametrize("claim", UNRECOGNISED)
def test_claim_that_is_not_understood_is_not_decided(claim: str) -> None:
    assert verdict(claim) == "not-in-record"


@pytest.mark.parametrize("fact", DATED[::4], ids=lambda fact: fact["id"])
def test_fact_with_another_year_is_not_supported(fact: Fact) -> None:
    text = YEAR.sub(lambda match: str(int(match[0]) - 3), fact["text"], count=1)
    assert verdict(text) != "supported"


DENYING = [
    fact for fact in STORE.chronological() if re.search(r"\b(?:not?|none|without)\b", fact["text"])
]


@pytest.mark.parametrize("fact", DENYING, ids=lambda fact: fact["id"])
def test_fact_with_a_negative_word_does_not_deny_its_own_text(fact: Fact) -> None:
    wrong = [part.says for part in checked(fact["text"]).parts if part.verdict == "contradicted"]
    assert "it is not so" not in wrong


MONTHS = (
    "January February March April May June July August September October November December".split()
)
UNDATED = [claim for claim in CLAIMS["contradicted"] if not YEAR.search(claim)]


@pytest.mark.parametrize("claim", UNDATED)
def test_date_does_not_excuse_what_is_wrong(claim: str) -> None:
    fact = checked(claim).facts[0]
    start = fact["date_start"] or fact["date_end"]
    assert start is not None
    year, month = start[:4], f"{MONTHS[int(start[5:7]) - 1]} {start[:4]}"
    agreeing = [f"in {year}", f"in {month}", f"on {int(start[8:])} {month}"]
    claims = [f"{claim} {date}" for date in (*agreeing, "in 2019", "in 2025")]
    checker = Checker(STORE, Query(), "2026-01-01", " ".join(claims))
    verdicts = [checker.check(one).verdict for one in claims]
    assert verdicts[: len(agreeing)] == ["contradicted"] * len(agreeing)
    assert "supported" not in verdicts


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        ("In July 2024 it is false that Kenya sent 400 officers", "contradicted"),
        ("In September 2024, according to Ruto, Kenya sent 600 officers", "contradicted"),
    ],
)
def test_date_before_a_denial_or_a_speaker(claim: str, right: str) -> None:
    assert verdict(claim) == right
