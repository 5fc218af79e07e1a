"""What a person may do, one function each: called by page, mail and command line alike."""
