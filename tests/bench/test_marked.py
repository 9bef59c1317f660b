"""`.voices` files: the text without its marks, and each mark where it stood."""

import pytest

from bench.marked import Marked, MarkError, parse
from index.model import Quotation, Span, Voice

HEAD = "title: The pier\nauthor: Mara Quill\n---\n"
BODY = (
    "{B}By Mara Quill\n\n{R}In 2010 the pool shut {O}for no reason. {R}Tann told Quill "
    "{A i|Mara Quill > Osric Tann}the roof had <<miraculously>> held.\n\n"
    "{A? d|Osric Tann}“It may fall{R},” he said.\n"
)


def parsed() -> Marked:
    return parse(HEAD + BODY)


def test_the_text_is_what_is_left_without_marks() -> None:
    assert parsed().text == (
        "By Mara Quill\n\nIn 2010 the pool shut for no reason. Tann told Quill "
        "the roof had miraculously held.\n\n“It may fall,” he said.\n"
    )
    assert parsed().head == {"title": "The pier", "author": "Mara Quill"}


def test_each_stretch_has_its_words_and_voice() -> None:
    found = parsed()
    assert [(each.span.of(found.text), each.voice) for each in found.stretches] == [
        ("By Mara Quill", None),
        ("In 2010 the pool shut", Voice.REPORTED),
        ("for no reason.", Voice.OPINION),
        ("Tann told Quill", Voice.REPORTED),
        ("the roof had miraculously held.", Voice.ATTRIBUTED),
        ("“It may fall", Voice.ATTRIBUTED),
        (",” he said.", Voice.REPORTED),
    ]


def test_sources_quotation_speculation_and_loaded_words() -> None:
    found = parsed()
    indirect, direct = found.stretches[4:6]
    assert (indirect.sources, indirect.quotation) == (("Mara Quill", "Osric Tann"), Quotation.INDIRECT)
    assert (direct.sources, direct.quotation, direct.speculative) == (("Osric Tann",), Quotation.DIRECT, True)
    assert [span.of(found.text) for span in indirect.loaded] == ["miraculously"]
    assert all(isinstance(each.span, Span) for each in found.stretches)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        ("title: X\n\n{R}No line.", "three hyphens"),
        ("author: X\n---\n{R}No title.", "no title"),
        ("title X\n---\n{R}No colon.", "no colon"),
        (HEAD + "Bare words {R}first.", "before the first tag"),
        (HEAD + "No tags at all.", "no tag"),
        (HEAD + "{R}Some {Q}words.", "unknown tag"),
        (HEAD + "{R}Some {A}words.", "unknown tag"),
        (HEAD + "{R i|Ann}Some words.", "unknown tag"),
        (HEAD + "{R}Some {O}{R}words.", "empty"),
        (HEAD + "{R}Some <<words.", "never closed"),
        (HEAD + "{R}Some <<words {O}here>>.", "do not pair"),
        (HEAD + "{R}Some words>>.", "do not pair"),
    ],
)
def test_what_does_not_fit_is_told(raw: str, complaint: str) -> None:
    with pytest.raises(MarkError, match=complaint):
        parse(raw)
