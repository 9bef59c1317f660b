"""The entry: reads the settings, wires the parts and runs one command. No other logic lives here.

Everything heavy is imported inside the commands, so that --help and usage mistakes answer at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from answering.ports import Answerer, LanguageModel, PassageFinder
    from chat.collection import Shelf
    from chat.conversation import Conversation
    from chat.settings import Settings

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Answers questions about articles, shows who says what, and cites every word.",
    epilog="Without a command: a briefing, then questions. Settings: see .env.example.",
)

# `readable=False`: whether a path may be read is for the index to say, as a failure and not a usage mistake.
Docs = Annotated[
    list[Path], typer.Option("--docs", readable=False, help="Answer over this file or folder alone.")
]
File = Annotated[Path, typer.Argument(readable=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Since = Annotated[str | None, typer.Option("--since", help="A date, yesterday, or 7 days.")]
About = Annotated[str, typer.Option("--about", help="Only documents on this topic.")]
Voices = Annotated[list[str], typer.Option("--voice", help="Only this voice: reported, attributed, opinion.")]
HowLong = Annotated[str, typer.Option("--length", help="How much to tell: short, normal or long.")]
Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", readable=False, help="Files or whole folders."),
]
Named = Annotated[list[str], typer.Argument(metavar="NAME...", help="Documents, as `documents` names them.")]


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Answer on Telegram when a token is set, else brief on what is indexed and answer here."""
    if context.invoked_subcommand is None:
        from chat import commands

        settings = _settings()
        if settings.telegram_bot_token is not None:
            commands.run_on_telegram(settings, lambda: _shelf(()), _conversation)
            return
        shelf = _shelf(())
        commands.run(shelf, _conversation(shelf))


@app.command()
def ask(question: str, docs: Docs = [], json: AsJson = False) -> None:  # noqa: B006 - typer's own form
    """Answer one question."""
    from chat import commands

    commands.ask(question, lambda: _conversation(_shelf(docs)), as_json=json)


@app.command()
def chat(docs: Docs = [], json: AsJson = False) -> None:  # noqa: B006
    """Answer one question a line from standard input; follow-ups are understood."""
    from chat import commands

    shelf = _shelf(docs)
    commands.chat(shelf, _conversation(shelf), as_json=json)


@app.command()
def read(file: File, json: AsJson = False) -> None:
    """Show a document, every clause in its voice."""
    from chat import commands

    commands.read(file, as_json=json)


@app.command()
def brief(
    docs: Docs = [],  # noqa: B006
    since: Since = None,
    about: About = "",
    voice: Voices = [],  # noqa: B006
    length: HowLong = "normal",
    json: AsJson = False,
) -> None:
    """Show what the documents mainly tell, story by story, by voice."""
    from briefing.model import Wanted, read_length, read_voices
    from chat import commands

    wanted = Wanted(read_voices(voice), about, read_length(length))
    commands.brief(lambda: _shelf(docs), since, wanted, as_json=json)


@app.command()
def documents(json: AsJson = False) -> None:
    """List the documents that are answered from."""
    from chat import library

    library.show(_settings(), as_json=json)


@app.command()
def add(paths: Paths, json: AsJson = False) -> None:
    """Add files or folders to the documents that are answered from."""
    from chat import library

    library.add(_settings(), paths, as_json=json)


@app.command()
def remove(names: Named, json: AsJson = False) -> None:
    """Take documents out of the index; the files stay."""
    from chat import library

    library.remove(_settings(), names, as_json=json)


def _settings() -> Settings:
    from chat.settings import load_settings

    return load_settings()


def _shelf(docs: list[Path] | tuple[()]) -> Shelf:
    """The documents to answer from: those given, or else the configured folder and what was added."""
    from chat.collection import given_collection, own_collection

    settings = _settings()
    if docs:
        return given_collection(settings.data_dir, docs)
    return own_collection(settings.data_dir, settings.documents_dir)


def _conversation(shelf: PassageFinder) -> Conversation:
    """A conversation over the documents: in their own words, or a language model's where one is set."""
    from answering.extractive import ExtractiveAnswerer
    from answering.follow_up import FollowUpRewriter
    from briefing.overview import OverviewAnswerer
    from chat.conversation import Conversation
    from chat.languages import LanguageGate

    extractive = ExtractiveAnswerer(shelf)
    model = _model()
    answerer: Answerer = extractive
    if model is not None:
        from answering.generative import GenerativeAnswerer

        answerer = GenerativeAnswerer(shelf, model, extractive)
    return Conversation(OverviewAnswerer(shelf, answerer), FollowUpRewriter(), LanguageGate(shelf).objection)


def _model() -> LanguageModel | None:
    """The language model of the settings; None without a key and an address."""
    settings = _settings()
    if settings.openai_api_key is None and settings.openai_base_url is None:
        return None
    from answering.openai_model import OpenAIModel

    key, address = settings.openai_api_key, settings.openai_base_url
    return OpenAIModel(
        settings.openai_model,
        key=key.get_secret_value() if key else "none",  # a server of one's own needs no key
        base_url=str(address) if address else None,
    )


def main() -> None:
    """Run, and turn every failure into one message and the right exit status."""
    from chat.failures import exit_status

    sys.exit(exit_status(app))


if __name__ == "__main__":
    main()
