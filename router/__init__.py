"""Router: many alert mails in, one newsletter out.

    cli         one noun a file: the `router` command
    demo        sample mails, a catcher and a page: the first command
    service     starts and stops; wires engine, flow and web
    engine      who calls the steps, and when
    web         pages for readers
    flow        arrive, clip, fold, route, select, send: the line of the house
    subscribers what a person may do, called by page, mail and command line alike
    care        verify, doctor, health
    editing     change, preview
    export      one format one file
    clippers    one shape of mail one file          \
    folding     when two stories are one             |
    mail        bytes -> Parsed, lanes, forwards     |  pure: no database, socket, template or clock
    planning    which stories, when                  |
    rulebook    rule texts -> verdicts              /
    render      issue -> html and text
    store       the only place that knows the database
    wire        the only place that knows a mail socket
    config, headers, html, text, tokens, workers, links, crash, terms, errors, frozen: the ground floor
"""

__version__ = "0.1.0"
