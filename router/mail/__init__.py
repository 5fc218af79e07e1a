"""Bytes of one mail in; what it says, what it is and who sent it out. Pure: no socket, database or clock.

parse.py           bytes -> Parsed, by a ladder of readers that never falls off
  bytewise.py      bytes -> header fields and MIME parts, capped before any library sees them
  wording.py       bytes and encoded words -> clean text
authentication.py  Authentication-Results -> Sender
forwards.py        a mail somebody passed on -> the mail inside and their note
lanes.py           everything known of one mail -> its lane, with the reason
bounces.py         a returned mail -> who cannot be reached, and why
setup.py           a confirmation request -> its link and code, for people
"""
