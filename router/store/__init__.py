"""The only room that knows the database: rows in, rows out, one noun a file.

records.py and reader_records.py draw the tables; transaction.py is the one way to write; the other files are named for
what they keep.
"""
