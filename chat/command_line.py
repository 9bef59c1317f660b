"""The command line: its commands, arguments and options. What they work on, `bot.py` hands in.

Everything heavy is imported inside the commands, so that --help and usage mistakes answer at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from answering.ports import PassageFinder
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

watching = typer.Typer(
    add_completion=False, rich_markup_mode=None, help="Watch feeds, pages and folders for everyone."
)
app.add_typer(watching, name="watch")

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
Store = Annotated[str, typer.Option("--to", metavar="milvus|local", help="Where the index is to lie.")]
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Addresses, or paths of folders.")]
Watched = Annotated[list[str], typer.Argument(metavar="SOURCE...", help="As `watch list` names them.")]
Named = Annotated[list[str], typer.Argument(metavar="NAME...", help="Documents, as `documents` names them.")]


@dataclass(frozen=True, slots=True)
class Wiring:
    """How the parts are made: settings, documents (those given, else the operator's), a conversation."""

    settings: Callable[[], Settings]
    shelf: Callable[[Sequence[Path]], Shelf]
    conversation: Callable[[PassageFinder], Conversation]


class Context(typer.Context):
    """A command's context, with the wiring that `bot.py` gave."""

    obj: Wiring


@app.callback(invoke_without_command=True)
def start(context: Context) -> None:
    """Answer on Telegram when a token is set, else brief on what is indexed and answer here."""
    if context.invoked_subcommand is None:
        from chat import commands

        wiring = context.obj
        settings = wiring.settings()
        if settings.telegram_bot_token is not None:
            commands.run_on_telegram(settings, lambda: wiring.shelf(()), wiring.conversation)
            return
        shelf = wiring.shelf(())
        commands.run(shelf, wiring.conversation(shelf))


@app.command()
def ask(context: Context, question: str, docs: Docs = [], json: AsJson = False) -> None:  # noqa: B006 - typer's form
    """Answer one question."""
    from chat import commands

    wiring = context.obj
    commands.ask(question, lambda: wiring.conversation(wiring.shelf(docs)), as_json=json)


@app.command()
def chat(context: Context, docs: Docs = [], json: AsJson = False) -> None:  # noqa: B006
    """Answer one question a line from standard input; follow-ups are understood."""
    from chat import commands

    shelf = context.obj.shelf(docs)
    commands.chat(shelf, context.obj.conversation(shelf), as_json=json)


@app.command()
def read(file: File, json: AsJson = False) -> None:
    """Show a document, every clause in its voice."""
    from chat import commands

    commands.read(file, as_json=json)


@app.command()
def brief(
    context: Context,
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
    commands.brief(lambda: context.obj.shelf(docs), since, wanted, as_json=json)


@app.command()
def documents(context: Context, json: AsJson = False) -> None:
    """List the documents that are answered from."""
    from chat import library

    library.show(context.obj.settings(), as_json=json)


@app.command()
def add(context: Context, paths: Paths, json: AsJson = False) -> None:
    """Add files or folders to the documents that are answered from."""
    from chat import library

    library.add(context.obj.settings(), paths, as_json=json)


@app.command()
def remove(context: Context, names: Named, json: AsJson = False) -> None:
    """Take documents out of the index; the files stay."""
    from chat import library

    library.remove(context.obj.settings(), names, as_json=json)


@app.command()
def move(context: Context, to: Store) -> None:
    """Move the index to the Milvus server of MILVUS_URI, or from there back to this machine."""
    from chat import library

    library.move(context.obj.settings(), to)


@watching.command("add")
def watch_add(context: Context, sources: Sources) -> None:
    """Read what is new at these addresses, or in these folders, from now on."""
    from chat.feeds import operating

    operating.add(context.obj.settings(), sources)


@watching.command("remove")
def watch_remove(context: Context, sources: Watched) -> None:
    """Watch these no longer; what was read of them stays."""
    from chat.feeds import operating

    operating.remove(context.obj.settings(), sources)


@watching.command("list")
def watch_list(context: Context, json: AsJson = False) -> None:
    """List what is watched."""
    from chat.feeds import operating

    operating.show(context.obj.settings(), as_json=json)


@watching.command("poll")
def watch_poll(context: Context, json: AsJson = False) -> None:
    """Look at all that is watched now, and read what is new."""
    from chat.feeds import operating

    operating.poll(context.obj.settings(), as_json=json)
