"""Authentication-Results of our own mail server into one verdict on a mail's From line (RFC 8601, RFC 9989).

Any other header of that name may have been written by the sender, so only the configured authserv-id is believed,
and of its headers only the topmost: that is the one our server added last.
"""

from __future__ import annotations

import re

from router.terms import Parsed, Reason, Sender

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"^\s*([\w-]+)(?:/\d+)?\s*=\s*(\w+)")
_PROPERTY = re.compile(r"([\w-]+\.[\w.-]+)\s*=\s*\"?([^\s;\"]+)")


def judge(parsed: Parsed, authserv_id: str) -> Sender:
    """Whether the From line is who it says: pass, fail, or unknown where nobody we believe has looked."""
    if len(parsed.all("from")) > 1:
        return Sender("fail", reason=Reason("two-senders", "the mail has more than one From line"))
    if not authserv_id:
        return Sender("unknown", reason=Reason("no-authserv-id", "no authserv-id is configured"))
    domain = parsed.sender.address.rpartition("@")[2]
    for value in parsed.all("authentication-results"):
        results = _results(value, authserv_id)
        if results is not None:
            return _verdict(results, domain)
    return Sender("unknown", reason=Reason("not-checked", f"{authserv_id} wrote no result"))


def aligned(domain: str, of: str) -> bool:
    """Whether one domain is the other or stands below it (relaxed alignment, RFC 9989); a bare top level never."""
    domain, of = domain.lower().rstrip("."), of.lower().rstrip(".")
    if "." not in domain or "." not in of:
        return False
    return domain == of or domain.endswith(f".{of}") or of.endswith(f".{domain}")


def _results(value: str, authserv_id: str) -> list[tuple[str, str, dict[str, str]]] | None:
    """Method, result and properties of each statement; None when another server is speaking."""
    for _ in range(4):  # comments may stand in comments
        value = _COMMENT.sub(" ", value)
    first, _, rest = value.partition(";")
    name = first.split()
    if not name or name[0].strip('"').lower() != authserv_id.lower():
        return None
    found = []
    for statement in rest.split(";"):
        method = _METHOD.match(statement)
        if method:
            properties = {key.lower(): word for key, word in _PROPERTY.findall(statement)}
            found.append((method[1].lower(), method[2].lower(), properties))
    return found


def _verdict(results: list[tuple[str, str, dict[str, str]]], domain: str) -> Sender:
    dmarc = next((result for method, result, _ in results if method == "dmarc"), "")
    signers = [
        properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
        for method, result, properties in results
        if method == "dkim" and result == "pass"
    ]
    ours = next((signer for signer in signers if aligned(signer, domain)), "")
    if dmarc == "pass":
        return Sender("pass", ours or domain, Reason("dmarc", f"DMARC passed for {domain}"))
    if ours and dmarc != "fail":
        return Sender("pass", ours, Reason("dkim", f"signed by {ours}"))
    if dmarc == "fail":
        return Sender("fail", reason=Reason("dmarc", f"DMARC failed for {domain}"))
    for method, result, properties in results:
        if method == "spf" and result == "pass":
            mailed = properties.get("smtp.mailfrom", "").rpartition("@")[2]
            if aligned(mailed, domain):
                return Sender("pass", mailed, Reason("spf", f"sent by a server of {mailed}"))
    if any(method in ("dkim", "spf") and result in ("fail", "softfail") for method, result, _ in results):
        return Sender("fail", reason=Reason("not-signed", f"neither signed by {domain} nor sent by its servers"))
    return Sender("unknown", signers[0] if signers else "", Reason("no-proof", f"nothing proves {domain}"))
