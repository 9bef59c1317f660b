"""What a page says of itself is not news."""

import pytest

from briefing.pages import is_page_talk


@pytest.mark.parametrize(
    "text",
    [
        "Photo by Ann Poole / Getty Images",
        "UPDATE: We have updated this story with prices of Friday.",
        "To read more stories of this series, click here.",
        "For all other news on politics and sport, visit our site.",
        "This series is supported by Brinholt Lines, a shipping firm.",
        "Sign up for our newsletter to hear of it first.",
        "We may earn a commission from links on this page.",
    ],
)
def test_captions_plugs_and_invitations_are_found(text: str) -> None:
    assert is_page_talk(text)


@pytest.mark.parametrize(
    "text",
    [
        "The photo by Ann Poole won the Hollow Prize.",
        "Advertisers left the paper in March.",
        "The bank updated its forecast on Friday.",
        "Visitors may read the letters in the library.",
        "Brinholt Lines supported the museum with $3 million.",
    ],
)
def test_what_is_of_the_world_is_not(text: str) -> None:
    assert not is_page_talk(text)
