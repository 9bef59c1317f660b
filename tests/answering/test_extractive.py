"""Answers on the real article: the right clause in the right voice, verbatim, or an honest refusal."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question, Statement
from answering.statements import LEFT_OUT
from bench.corpus import GoldQuestion, Unanswerable, load
from index.model import Voice
from index.search import Finder, open_finder

(SEED,) = load("seed")
ASKED = [*SEED.questions, *(turn for turns in SEED.conversations for turn in turns)]


def ask(answerer: ExtractiveAnswerer, question: str, *voices: Voice) -> Answer:
    result = answerer.answer(Question(question, question, frozenset(voices)))
    assert isinstance(result, Answer), f"refused: {question}"
    return result


def the(answer: Answer, words: str) -> Statement:
    (found,) = [each for each in answer.statements if words in each.text]
    return found


def test_a_date_is_reported(answerer: ExtractiveAnswerer) -> None:
    answer = ask(answerer, "When did Shoigu and Dehghan sign the agreement?")
    assert the(answer, "In January 2015").voice is Voice.REPORTED


def test_what_somebody_called_it_is_his(answerer: ExtractiveAnswerer) -> None:
    statement = the(ask(answerer, "What did Shoigu call the agreement?"), "great step")
    assert (statement.voice, statement.sources) == (Voice.ATTRIBUTED, ("Sergei Shoigu",))


def test_a_verdict_dressed_as_fact_is_the_authors_opinion(answerer: ExtractiveAnswerer) -> None:
    answer = ask(answerer, "Was the seizure of the Grace 1 legal?")
    verdict = the(answer, "Fact:")
    assert (verdict.voice, verdict.author) == (Voice.OPINION, "Stephen Lendman")
    assert all(each.voice is not Voice.REPORTED for each in answer.statements)
    assert the(answer, "unlawful").sources == ("Press TV", "the Grace 1’s captain")


def test_who_somebody_is_comes_from_the_words_that_say_so(answerer: ExtractiveAnswerer) -> None:
    assert [s.text for s in ask(answerer, "Who is Zarif?").statements] == [
        "Iranian Foreign Minister Zarif tweeted the following"
    ]
    assert isinstance(answerer.answer(Question("Who is Trump?", "Who is Trump?")), NotFound)


def test_the_sayings_of_one_speaker_are_not_mixed_with_anothers(answerer: ExtractiveAnswerer) -> None:
    for statement in ask(answerer, "What did Foreign Minister Zarif tweet?").statements:
        assert statement.sources == ("Zarif",)


def test_a_topic_is_looked_up_in_every_voice(answerer: ExtractiveAnswerer) -> None:
    answer = ask(answerer, "What does the article say about Hormuz?")
    assert {each.voice for each in answer.statements} == {Voice.ATTRIBUTED, Voice.OPINION}


def test_a_voice_filter_leaves_the_other_voices_out(answerer: ExtractiveAnswerer) -> None:
    answer = ask(answerer, "Was the seizure of the Grace 1 legal?", Voice.OPINION)
    assert {each.voice for each in answer.statements} == {Voice.OPINION}


@pytest.mark.parametrize("asked", SEED.unanswerable, ids=lambda each: each.question)
def test_what_the_article_does_not_say_is_refused(answerer: ExtractiveAnswerer, asked: Unanswerable) -> None:
    result = answerer.answer(Question(asked.question, asked.question))
    assert isinstance(result, NotFound)
    assert [each.n for each in result.nearest] == list(range(1, len(result.nearest) + 1))


def test_what_putin_said_is_refused_with_passages_nearby(answerer: ExtractiveAnswerer) -> None:
    result = answerer.answer(Question("What did Putin say?", "What did Putin say?"))
    assert isinstance(result, NotFound)
    assert result.nearest


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: each.standalone)
def test_every_word_is_verbatim(answerer: ExtractiveAnswerer, finder: Finder, asked: GoldQuestion) -> None:
    result = answerer.answer(Question(asked.question, asked.standalone))
    if isinstance(result, NotFound):
        return
    cited = {each.n: each for each in result.citations}
    for citation in result.citations:
        document = finder.document(citation.document.id)
        assert document is not None
        assert citation.text == citation.span.of(document.text)
    assert result.statements
    for statement in result.statements:
        assert statement.citations
        assert bool(statement.sources) == (statement.voice is Voice.ATTRIBUTED)
        for part in statement.text.split(LEFT_OUT):
            assert any(part.strip() in cited[n].text for n in statement.citations)
        assert all(mark.of(statement.text).strip() for mark in statement.loaded)


def test_the_seeds_own_questions_are_answered_in_their_voice(answerer: ExtractiveAnswerer) -> None:
    right = 0
    for gold in SEED.questions:
        result = answerer.answer(Question(gold.question, gold.question))
        right += isinstance(result, Answer) and any(
            statement.voice is gold.voice and any(words in statement.text for words in gold.answers)
            for statement in result.statements
        )
    assert right >= len(SEED.questions) - 2


def test_an_empty_collection_does_not_say(tmp_path: Path) -> None:
    result = ExtractiveAnswerer(open_finder(tmp_path)).answer(Question("Why?", "Why?"))
    assert result == NotFound(result.question, (), milliseconds=result.milliseconds)


def test_a_denial_keeps_its_verb(dev: ExtractiveAnswerer) -> None:
    statement = the(ask(dev, "What did Helen Loy deny?"), "nine counts of fraud")
    assert statement.text.startswith("denies nine counts")
    assert statement.sources == ("Helen Loy",)


def test_an_accusation_keeps_whom_it_is_against(dev: ExtractiveAnswerer) -> None:
    statement = the(ask(dev, "What does Bettina Adair accuse them of?"), "burying a clause")
    assert statement.text.startswith("accuses the leader’s office of burying")


def test_a_filter_that_excludes_what_is_asked_for_leaves_nothing(answerer: ExtractiveAnswerer) -> None:
    question = "What did Shoigu call the agreement?"
    result = answerer.answer(Question(question, question, frozenset({Voice.OPINION})))
    assert isinstance(result, NotFound)


def test_questions_may_be_answered_side_by_side(answerer: ExtractiveAnswerer) -> None:
    questions = [gold.question for gold in SEED.questions] * 4
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda q: answerer.answer(Question(q, q)), questions))
    for question, result in zip(questions, together, strict=True):
        alone = answerer.answer(Question(question, question))
        assert type(result) is type(alone)
        if isinstance(result, Answer) and isinstance(alone, Answer):
            assert result.statements == alone.statements
