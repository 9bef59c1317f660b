"""Who says it: a document's clauses, each in one voice, with the chain of sources.

First what somebody else says is found and taken out (`speakers`); only what remains, the author's own
clauses, is
weighed as report or judgement (`judgement`). The guide is voices as in PolNeAR (attribution) and the
subjectivity
literature; this version is rules and word lists throughout.
"""

from __future__ import annotations

from index.language.sentences import paragraphs
from index.model import Document, Labelling
from index.voices.painting import paint
from index.voices.people import People
from index.voices.speakers import listen


def label(document: Document) -> Labelling:
    """The document's voices: spans that, with its boilerplate, cover every non-blank character once."""
    stretches = paragraphs(document.text, document.boilerplate)
    people = People(document.text, stretches)
    spoken = listen(document.text, stretches, people)
    return Labelling(paint(document.text, stretches, spoken), spoken.attributions)
