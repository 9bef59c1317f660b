"""What others published on the public tables, or easy baselines reached when we ran them; from 0 to 1."""

from __future__ import annotations

from types import MappingProxyType

POLNEAR = MappingProxyType(
    {
        "CRF, measured by us": (0.55, 0.56, 0.32),
        "BERT-CRF, published": (0.822, 0.749, 0.710),
        "BERT + Cofe, published": (0.832, 0.753, 0.729),
    }
)
"""Exact F1 of source, cue and content on PolNeAR's test split (CofeNet, COLING 2022, but for the CRF)."""

CHECKTHAT = MappingProxyType(
    {
        "2023": {"MiniLM frozen, logistic regression": 0.70, "mDeBERTa": 0.77, "best known": 0.77},
        "2024": {"MiniLM frozen, logistic regression": 0.66, "mDeBERTa": 0.70, "best known": 0.744},
        "2025": {"MiniLM frozen, logistic regression": 0.56, "mDeBERTa": 0.80, "best known": 0.81},
    }
)
"""Macro-F1 on the English test sets of CheckThat!'s subjectivity task, by year."""

EDITORIALS = MappingProxyType({"linear model on words": 0.73})
"""Macro-F1 of report against opinion on Webis-Editorials-16's validation units, testimony left out."""
