"""Turns rule texts into rules, and a story's words into verdicts that name the line which decided.

tree     what a line means, and the same in words
lines    a file's text -> lines with head and body
words    the body of a plain line -> tree
search   a search string -> tree
read     a file of interests or words -> rules
sources  a file of sources -> terms.Source; whose mail this is
match    rules and a story -> verdicts
book     all files -> what is in force
lint     what is legal and still surely not meant
layout   a file's text in the usual spacing
"""
