"""When two stories are one: evidence in layers, guards, and the best face; pure, the store keeps the rows.

    face(clipping, seen, story=0) -> Face       one clipping as folding sees it
    keys(face, learned) -> Keys                 .strong: unique texts, each of one story; .weak: hints, numbers shared by
                                                many; .also: hints to look up only
    worth(keys, {key: stories}) -> stories      those of the sharing stories that are worth comparing
    decide(new, candidates, learned)            -> (Face of the story it belongs to | None, Reason)
    same(a, b, learned) -> Reason | None        the evidence for one pair
    again(before, joined, alone) -> Reason|None what is truly new of a story for who had it
    best(clippings) -> Clipping                 what is shown of a story, its clippings first seen first
    related(stories) -> {story: (first, Reason)}those that tell of one event and stay two
    wanted(*faces) -> keys                      which learned rows to read before keys() and decide()
    Learned.of({key: seen}) -> Learned          what those rows say
    learn(face, {key: seen}) -> {key: seen}     rows to write: new or changed
    said(a, b) -> key                           the learned row of a person's word: seen = ONE or TWO, kept for ever

A step does for each clipping, in the order they were seen, in one transaction: `new = face(...)`, read the learned rows
`wanted(new)`, `keys(new, learned)`; look up stories by strong, weak and also keys; `worth`; make a Face, with its
story's number, of each of their clippings; read the learned rows `wanted(new, *candidates)` and `said(new, candidate)`;
`decide`; then write the clipping with its story and reason, each strong key that no story owns yet (an owner keeps it),
the weak keys, and `learn(new, rows)`.
A story is known by the faces of all its clippings, not by its best face: a headline changes, a guard looks at all.
"""

from router.folding.again import again
from router.folding.decide import decide
from router.folding.evidence import same
from router.folding.face import Face, best, face
from router.folding.keys import Keys, hint, keys, worth
from router.folding.learned import NOTHING, ONE, TWO, Learned, learn, said, wanted
from router.folding.related import Told, related

__all__ = [
    "NOTHING",
    "ONE",
    "TWO",
    "Face",
    "Keys",
    "Learned",
    "Told",
    "again",
    "best",
    "decide",
    "face",
    "hint",
    "keys",
    "learn",
    "related",
    "said",
    "same",
    "wanted",
    "worth",
]
