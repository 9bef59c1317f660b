"""Who says it: a document's clauses, each in one voice, with the chain of sources.

First what somebody else says is found and taken out; only what remains, the author's own clauses, is weighed
as report or judgement. A small trained model reads every word once (`trained`); rules resolve names and carry
speakers on, and label alone what is in a language that the model does not know (`rules`).
"""

from __future__ import annotations

import logging

from index.model import Document, Labelling
from index.voices import rules, trained
from index.voices.knowing import is_english
from index.voices.packaged import model

_LOG = logging.getLogger(__name__)


def label(document: Document) -> Labelling:
    """The document's voices: spans that, with its boilerplate, cover every non-blank character once.

    A text that is not English is labelled by rules alone, and a line of the log says so.

    Raises:
        ModelMissing: a model file is missing or is not the one expected.
    """
    if not is_english(document.text):
        _LOG.info("%s is not English, which the voices model knows: labelled by rules alone", document.path)
        return rules.label(document)
    return trained.label(document, model())
