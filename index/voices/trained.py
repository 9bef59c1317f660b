"""The labeller that asks the voices model: its tags beside the rules' acts, its judgement of each clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.language.sentences import paragraphs
from index.model import Attribution, Document, Labelling, Span
from index.voices import weighing
from index.voices.packaged import VoicesModel
from index.voices.painting import paint
from index.voices.people import People
from index.voices.refining import refined
from index.voices.scoring import Scores, score
from index.voices.sentence import Sentence
from index.voices.speakers import listen, read_sentences
from index.voices.tagging import tagged_acts


def label(document: Document, model: VoicesModel, lean: float = weighing.LEAN) -> Labelling:
    """The document's voices with the model; attributions are the model's, by PolNeAR's customs."""
    text = document.text
    stretches = paragraphs(text, document.boilerplate)
    people = People(text, stretches)
    sentences_of = read_sentences(text, stretches)
    every = [sentence for here in sentences_of for sentence in here]
    scores = score(text, stretches, [sentence.span for sentence in every], model)
    spoken = listen(text, stretches, people, sentences_of, scores)
    spoken = replace(spoken, sayings=tuple(refined(text, every, spoken.sayings, scores)))
    return Labelling(paint(text, stretches, spoken, scores, lean), tuple(attributions(text, every, scores)))


def attributions(text: str, sentences: Sequence[Sentence], scores: Scores) -> Iterator[Attribution]:
    """The acts of saying; a content that runs on from one sentence to the next is one span."""
    acts = [act for found in _by_sentence(sentences, scores) for act in found]
    waiting: Attribution | None = None
    for act in acts:
        if waiting is not None and _runs_on(text, waiting, act):
            joint = Span(waiting.content[-1].start, act.content[0].end)
            content = (*waiting.content[:-1], joint, *act.content[1:])
            waiting = Attribution(waiting.source + act.source, waiting.cue + act.cue, content)
            continue
        if waiting is not None:
            yield waiting
        waiting = act
    if waiting is not None:
        yield waiting


def _by_sentence(sentences: Sequence[Sentence], scores: Scores) -> Iterator[list[Attribution]]:
    """Each sentence's acts; a source or cue whose content is elsewhere makes one by itself."""
    for sentence, tagged in zip(sentences, scores.tagged, strict=True):
        found = tagged_acts(sentence, tagged) if tagged else []
        acts = [
            Attribution((act.source,) if act.source else (), (act.cue,) if act.cue else (), act.content)
            for act in found
        ]
        used = {span for act in acts for span in (*act.source, *act.cue)}
        sources = tuple(t.span for t in tagged if t.kind == "source" and t.span not in used)
        cues = tuple(t.span for t in tagged if t.kind == "cue" and t.span not in used)
        yield [*acts, Attribution(sources, cues, ())] if sources or cues else acts


def _runs_on(text: str, act: Attribution, following: Attribution) -> bool:
    """True for a speaker's next sentence: no words between, and no source or cue of its own on both sides."""
    if not act.content or not following.content:
        return False
    between = text[act.content[-1].end : following.content[0].start]
    return not between.strip() and "\n" not in between and not (following.cue and act.cue)
