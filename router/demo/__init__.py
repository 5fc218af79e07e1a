"""The first command: sample mails of one week in by SMTP and Maildir, newsletters out into a catcher, a page to read them.

Everything but the clock is what `router run` uses: the same doors, steps and database. The clock walks through the
week of the samples, so that the same newsletters come out whenever it is run.
"""
