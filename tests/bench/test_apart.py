"""The bot runs without the benches."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [
    ROOT / "bot.py",
    *(path for room in ("index", "answering", "briefing", "chat") for path in (ROOT / room).rglob("*.py")),
]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_of_the_product_imports_a_bench(module: Path) -> None:
    assert not re.search(r"^\s*(?:from|import) bench\b", module.read_text(encoding="utf-8"), re.MULTILINE)
