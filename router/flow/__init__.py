"""The line of the house, one step a file, in this order:

    arrive   bytes and envelope  -> Mail        (waiting)      a callback: its return is the commit
    clip     waiting mails       -> Clippings                  read in killable processes by reading.py
    fold     clippings           -> Stories, new ones with their Routes; in one transaction with clip
    route    changed stories     -> Routes                     by one rulebook version
    select   subscribers due     -> Issues, each with its frozen mail
    send     due deliveries      -> sent, failed, unknown or queued again

Between route and select the clock closes editions (editions.py); rehearse.py plays a slot through before its time.
Each step is built once with what it needs and called as `await step(ids, now) -> Report`. It reads rows in its state,
decides in a pure room, and writes rows in the next state in one transaction: the rows are the truth, and a second run
on the same ids changes nothing.
"""

ORDER = ("clip", "fold", "route", "select", "send")
NEXT = {"clip": "route", "fold": "route", "select": "send"}
