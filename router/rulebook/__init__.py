"""Turns rule texts into rules, and a story's words into verdicts that name the line which decided.

load        a folder -> texts by name                 lines      a text -> lines of head and body
words       the body of a plain line -> tree          search     a search string -> tree
values      settings and looked-up values             tree       what a line means, and the same in words
read        a file of interests or words -> rules     sources    a file of sources -> terms.Source
sheets      files that include one another, each read once
force       which text of each file is in force       book       all of it as one version
match       rules and a story -> verdicts, with story (folded parts, hits) and stars (`wom*n`)
nearly      lines that all but took a story           recognise  a mail -> the source that made it
lint        legal, and surely not meant               layout     the usual spacing
draft       a new file to start from                  difference what two books differ in
"""
