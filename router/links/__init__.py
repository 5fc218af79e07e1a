"""Turns a link as a mail wrote it into the link a reader may be given, and into the keys that say what it points at.

    raw href ──mend──▶ unwrap (offline, at most five deep) ──▶ strip trackers and tokens ──▶ safe ──▶ clean link
                                                                                              └──▶ canonical key, identifiers

Nothing here asks the network: what cannot be read from the link itself stays wrapped.
"""

from __future__ import annotations

from router.links.account import is_account_link, is_profile_link, is_share_link, may_be_account, may_be_share
from router.links.cleaning import clean, clean_all, host, names_page, reader_ids, safe
from router.links.finding import finder, seldom
from router.links.keys import arxiv, canonical, canonical_of, canonical_of_all, doi, identifiers, pmid
from router.links.wrappers import unguarded, unwrap

__all__ = [
    "arxiv",
    "canonical",
    "canonical_of",
    "canonical_of_all",
    "clean",
    "clean_all",
    "doi",
    "finder",
    "host",
    "identifiers",
    "is_account_link",
    "is_profile_link",
    "is_share_link",
    "may_be_account",
    "may_be_share",
    "names_page",
    "pmid",
    "reader_ids",
    "safe",
    "seldom",
    "unguarded",
    "unwrap",
]
