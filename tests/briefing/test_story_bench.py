"""What the stories bench counts: pairs joined, and statements that nearly repeat another."""

from answering.model import Statement
from bench.stories import judged, repeated
from briefing.model import Briefing, BriefingItem
from index.model import DocumentInfo, Voice


def test_recall_precision_and_the_share_of_other_pairs_joined() -> None:
    cited = {(0, 1): {"inference_query"}, (2, 3): {"comparison_query"}}
    found = judged([[0, 1, 4], [2], [3]], cited, 5)
    assert (found.recall, found.inference) == (0.5, 1.0)
    assert found.others == 2 / 8
    assert found.precision == 0.5 / 0.75
    assert (found.stories, found.largest) == (1, 3)


def _briefing(*statements: tuple[str, Voice]) -> Briefing:
    told = tuple(Statement(text, voice, (), (1,)) for text, voice in statements)
    return Briefing((BriefingItem(DocumentInfo("1", "a.txt"), told),), ())


def test_a_repeat_is_counted_in_its_own_voice_alone() -> None:
    line = "The ferry Alma of Brinholt Lines sank off Velmar on Tuesday."
    longer = line[:-1] + " night."
    assert repeated(_briefing((line, Voice.REPORTED), (longer, Voice.REPORTED))) == 1
    assert repeated(_briefing((line, Voice.REPORTED), (longer, Voice.OPINION))) == 0
    assert repeated(_briefing((line, Voice.REPORTED), ("Nobody in Ansel came.", Voice.REPORTED))) == 0
