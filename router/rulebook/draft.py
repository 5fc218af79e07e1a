"""Turns a name, or a mail, into the text of a new rule file to start from."""

from __future__ import annotations

import re
from collections import Counter

from router.rulebook.domains import above, host_name
from router.rulebook.layout import usual
from router.terms import Parsed

_NAME = re.compile(r"[^a-z0-9]+")
_LIST_ID = re.compile(r"<([^<>]*)>\s*$")
_SIGNED = re.compile(r"(?:^|;)\s*d=([^;\s]+)")
_HREF = re.compile(r"https?://(?:[^/\s\"'<>?#@]*@)?([^/\s\"'<>?#:)\]]+)", re.IGNORECASE)


def file_name(title: str) -> str:
    """`Child protection` -> `child-protection`; "" when no letter is left."""
    return _NAME.sub("-", title.lower()).strip("-")


def interest(title: str) -> str:
    """A commented interest to start from."""
    return f"""# What belongs here, in a sentence an editor can hold a story against.
interest: {title}
about:    One sentence that people read before they join.

# Take a story when one of these words stands anywhere in it. A comma means or.
take any:    {title.lower()}

# take title:  abuse, neglect + child*       both sides of the plus, in the title; * is the rest of a word
# take any:    eviction ~ famil*             within eight words of each other
# take site:   paper.example                 this site and all below it
# skip any:    pet adoption                  beats every take

# Tests that live with the rules: a file that fails one stays at its last good text.
expect take: {title} in the news
"""


def source(name: str, parsed: Parsed) -> str:
    """A commented source drafted from one of its mails."""
    domain = host_name(parsed.sender.address.rpartition("@")[2])
    lines = [f"# Drafted from one mail; look at each line, then run `router rules check`.\nsource:    {name}"]
    lines.append(f"name:      {parsed.sender.name or name}")
    lines.append("kind:      news")
    lines.append(f"from:      {parsed.sender.address or '@' + (domain or 'paper.example')}")
    signed = [host_name(said) for value in parsed.all("dkim-signature") for said in _SIGNED.findall(value)]
    if signed:
        best = next((one for one in signed if one in above(domain)), signed[0])
        lines.append(f"signed:    {best}")
    found = _LIST_ID.search(parsed.header("list-id"))
    if found:
        lines.append(f"list-id:   {found.group(1).strip().lower()}")
    hosts = Counter(map(host_name, _HREF.findall(parsed.html or parsed.text)))
    common = [host for host, _ in hosts.most_common(3) if host]
    if common:
        lines.append(
            f"# its links lead to {', '.join(common)}; where that is the only sign, write\n# host:      {common[0]}"
        )
    lines.append(
        "# clip: microdata, selectors, blocks, records or whole; blocks finds lists of links by itself\nclip:      blocks"
    )
    lines.append("setup:     1. How a person switches this alert on and points it here.")
    return usual(f"sources/{name}.rules", "\n".join(lines))
