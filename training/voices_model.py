"""The voices model in torch: one small encoder, one pass, a head of numbers for each word piece."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from index.voices.pieces import CASES, STATES
from training.voices_data import TAGS

HEADS = ("attributed", "nested", "opinion", "speculative", "loaded")
WIDTH = 384


class VoicesModel(nn.Module):
    """Word pieces with case and quotation state in; per piece the tags' scores and five logits out."""

    def __init__(self, encoder: Path, dropout: float = 0.1, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(encoder), attn_implementation=attention)
        self.encoder.pooler = None
        # The vocabulary stays as it was: half the weights, and the rare words keep their meaning.
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.case = nn.Embedding(CASES, WIDTH)
        self.state = nn.Embedding(STATES, WIDTH)
        nn.init.normal_(self.case.weight, std=0.02)
        nn.init.normal_(self.state.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(WIDTH, len(TAGS) + len(HEADS))
        self.crf = Crf(len(TAGS))

    def forward(self, ids: Tensor, cases: Tensor, states: Tensor, mask: Tensor) -> Tensor:
        """Scores of shape (windows, pieces, tags + heads)."""
        inputs = self.encoder.embeddings.word_embeddings(ids) + self.case(cases) + self.state(states)
        hidden = self.encoder(inputs_embeds=inputs, attention_mask=mask).last_hidden_state
        return self.head(self.dropout(hidden))


class Crf(nn.Module):
    """A linear chain over tags, with steps of its own from one sentence to the next."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.inner = nn.Parameter(torch.zeros(tags, tags))
        self.border = nn.Parameter(torch.zeros(tags))
        forbidden = torch.zeros(tags, tags)
        first = torch.zeros(tags)
        for inside in range(2, tags, 2):
            forbidden[:, inside] = -1e4
            forbidden[inside - 1, inside] = forbidden[inside, inside] = 0.0
            first[inside] = -1e4
        self.register_buffer("forbidden", forbidden)
        self.register_buffer("forbidden_first", first)

    def loss(self, scores: Tensor, tags: Tensor, firsts: Tensor, mask: Tensor) -> Tensor:
        """The mean negative log-likelihood of a piece's tags; windows are rows, `mask` marks their pieces."""
        steps = self.inner + self.forbidden
        start = self.border + self.forbidden_first
        alpha = scores[:, 0] + start
        rows = torch.arange(len(tags))
        gold = alpha[rows, tags[:, 0]]
        for at in range(1, scores.shape[1]):
            new = firsts[:, at].bool()
            step = torch.where(new[:, None, None], start.expand(len(start), -1), steps)
            grown = torch.logsumexp(alpha[:, :, None] + step, dim=1) + scores[:, at]
            here = mask[:, at].bool()
            alpha = torch.where(here[:, None], grown, alpha)
            moved = step[rows, tags[:, at - 1], tags[:, at]] + scores[rows, at, tags[:, at]]
            gold = gold + torch.where(here, moved, torch.zeros_like(moved))
        return (torch.logsumexp(alpha, dim=1) - gold).sum() / mask.sum()
