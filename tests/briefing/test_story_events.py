"""Groupings held beside the stories that we read ourselves."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bench.story_events import EVENTS, Events, events, held_against, right_and_wrong, windows
from index.model import DocumentInfo

READ = Events(frozenset({(0, 1), (0, 2), (1, 2)}), frozenset({(3, 4)}))


def test_recall_and_precision_are_means_over_documents_and_what_is_akin_does_not_count() -> None:
    found = held_against([[0, 1], [2, 5], [3, 4]], READ)
    assert found.recall == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert found.precision == pytest.approx((1 + 1 + 0 + 0) / 4)
    assert found.wrong == 1


def test_pairs_are_counted_among_those_that_were_grouped_together() -> None:
    groupings = [([0, 1, 5], [[0, 1, 5]]), ([2, 3, 4], [[2], [3, 4]])]
    assert right_and_wrong(groupings, READ) == (1, 2, 1)


def test_documents_come_so_many_days_at_a_time() -> None:
    days = [date(2026, 3, 2), date(2026, 3, 2), None, date(2026, 3, 3), date(2026, 3, 3)]
    documents = [DocumentInfo(str(at), f"{at}.txt", published=day) for at, day in enumerate(days)]
    assert list(windows(documents, 1)) == [[0, 1], [3, 4]]


def test_our_reading_names_no_article_in_two_stories() -> None:
    stories = json.loads(EVENTS.read_text("utf-8"))["stories"]
    every = [each for story in stories for each in story]
    assert len(every) == len(set(every))
    assert all(len(story) > 1 for story in stories)
    documents = [DocumentInfo(each, f"{each}.txt", address=each) for each in stories[0]]
    assert len(events(documents).same) == len(documents) * (len(documents) - 1) // 2
