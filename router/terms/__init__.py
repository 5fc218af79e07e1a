"""The words of the house as frozen value types; these pages are the glossary.

    mail ──arrive──▶ Mail ──clip──▶ Clippings ──fold──▶ Stories ──route──▶ Routes ──select──▶ Issues ──send──▶ Deliveries

Rooms on one floor never import each other; what they share is here, handed over by the step.
Every time is an aware datetime in UTC unless its name says otherwise; every text is str without control characters.
"""

from __future__ import annotations

from router.terms.letters import Candidate, Chosen, Doors, IssueContent, Pick, Rendered, Schedule, Slot, Wishes
from router.terms.mails import (
    Address,
    Attachment,
    Bounce,
    Clipping,
    Cut,
    Envelope,
    Forward,
    Knows,
    Lane,
    Parsed,
    Reading,
    Sender,
    Source,
)
from router.terms.rules import Facts, Found, Interest, Rule, Verdict
from router.terms.steps import Reason, Report

__all__ = [
    "Address",
    "Attachment",
    "Bounce",
    "Candidate",
    "Chosen",
    "Clipping",
    "Cut",
    "Doors",
    "Envelope",
    "Facts",
    "Forward",
    "Found",
    "Interest",
    "IssueContent",
    "Knows",
    "Lane",
    "Parsed",
    "Pick",
    "Reading",
    "Reason",
    "Rendered",
    "Report",
    "Rule",
    "Schedule",
    "Sender",
    "Slot",
    "Source",
    "Verdict",
    "Wishes",
]
