"""The entry: reads the settings, builds the parts and runs one command. No other logic lives here.

Everything heavy is imported inside the functions, so that --help and usage mistakes answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from chat.command_line import Wiring, app

if TYPE_CHECKING:
    from answering.ports import Answerer, LanguageModel, PassageFinder, Rewriter
    from chat.collection import Shelf
    from chat.conversation import Conversation
    from chat.settings import Settings


@cache
def settings() -> Settings:
    """The settings of this run."""
    from chat.settings import load_settings

    return load_settings()


def shelf(docs: Sequence[Path] = ()) -> Shelf:
    """The documents to answer from: those given, or else the configured folder and what was added."""
    from chat.collection import given_collection, own_collection

    if docs:
        return given_collection(settings().data_dir, docs, settings().folder)
    return own_collection(settings().data_dir, settings().documents_dir, settings().index)


def conversation(documents: PassageFinder) -> Conversation:
    """A conversation over the documents: in their own words, or a language model's where one is set."""
    from answering.extractive import ExtractiveAnswerer
    from answering.follow_up import FollowUpRewriter
    from briefing.overview import OverviewAnswerer
    from chat.conversation import Conversation
    from chat.languages import LanguageGate

    extractive = ExtractiveAnswerer(documents)
    model = language_model()
    answerer: Answerer = extractive
    rewriter: Rewriter = FollowUpRewriter()
    if model is not None:
        from answering.generative import GenerativeAnswerer
        from answering.model_follow_up import ModelRewriter

        answerer = GenerativeAnswerer(documents, model, extractive)
        rewriter = ModelRewriter(model)
    objection = LanguageGate(documents).objection
    return Conversation(
        OverviewAnswerer(documents, answerer), rewriter, objection, settings().prices, unaided()
    )


def unaided() -> Callable[[], bool]:
    """Whether the embedding service of the settings is away; never without one."""
    from index.store.places import endpoint_of

    endpoint = endpoint_of(settings().folder(settings().data_dir))
    if endpoint is None:
        return lambda: False
    from index.store.aiding import aid_of

    aid = aid_of(endpoint)
    return lambda: aid.resting


@cache
def language_model() -> LanguageModel | None:
    """The language model of the settings; None without a key and an address."""
    key, address = settings().openai_api_key, settings().openai_base_url
    if key is None and address is None:
        return None
    from answering.openai_model import OpenAIModel

    return OpenAIModel(
        settings().openai_model,
        key=key.get_secret_value() if key else "none",  # a server of one's own needs no key
        base_url=str(address) if address else None,
    )


def main() -> None:
    """Run, and turn every failure into one message and the right exit status."""
    from chat.failures import exit_status

    sys.exit(exit_status(partial(app, obj=Wiring(settings, shelf, conversation))))


if __name__ == "__main__":
    main()
