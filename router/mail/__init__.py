"""Bytes of one mail in; what it says, what it is and who sent it out. Pure: no socket, database or clock.

parse.py           bytes -> Parsed, by a ladder of readers that never falls off
  bytewise.py      bytes -> header fields and MIME parts, capped before any library sees them
  wording.py       bytes and encoded words -> clean text
authentication.py  Authentication-Results -> Sender
tags.py            the word a mail was sent to: inbox+word@host
forwards.py        a mail somebody passed on -> the mail inside it and their note
  header_blocks.py lines -> the block of header lines a mail program wrote above a forwarded mail
  header_words.py  the words of those lines, forward marks and prefixes, by language: data
  notes.py         lines above it -> the person's own words
bounces.py         a returned mail, complaint or auto-reply -> whom it is about, and its class
  bounce_words.py  what mail servers write: data, and words before codes
setup.py           a request to confirm -> its link and code, for people, never clicked
kinds.py           a mail of nobody we know -> receipt, code, invitation, letter ... where it holds no story
lanes.py           everything known of one mail -> its lane, with the reason
tips.py            an enrolled person's own mail -> one clipping a link, their words its note
boxes.py           a path -> the mails that lie there
fingerprint.py     bytes -> the name by which a mail is known again
"""
