"""Turns a link as a mail wrote it into the link a reader may be given, and into the keys that say what it points at.

    raw href ──mend──▶ unwrap (offline, at most five deep) ──▶ strip trackers and tokens ──▶ safe ──▶ clean link
                                                                                              └──▶ canonical key, identifiers

Nothing here asks the network: what cannot be read from the link itself stays wrapped.
"""

from __future__ import annotations

from router.links.account import is_account_link, is_profile_link, is_share_link
from router.links.cleaning import clean, host, reader_ids, safe
from router.links.finding import finder
from router.links.keys import arxiv, canonical, canonical_of, doi, identifiers, pmid
from router.links.wrappers import unwrap

__all__ = [
    "arxiv",
    "canonical",
    "canonical_of",
    "clean",
    "doi",
    "finder",
    "host",
    "identifiers",
    "is_account_link",
    "is_profile_link",
    "is_share_link",
    "pmid",
    "reader_ids",
    "safe",
    "unwrap",
]
