"""The labeller of rules and word lists: for languages the model does not know, and to compare with."""

from __future__ import annotations

from index.language.sentences import paragraphs
from index.model import Document, Labelling
from index.voices.painting import paint
from index.voices.people import People
from index.voices.speakers import listen, read_sentences


def label(document: Document) -> Labelling:
    """The document's voices by rules alone; spans as those of `index.voices.label`."""
    stretches = paragraphs(document.text, document.boilerplate)
    people = People(document.text, stretches)
    spoken = listen(document.text, stretches, people, read_sentences(document.text, stretches))
    return Labelling(paint(document.text, stretches, spoken), spoken.attributions)
