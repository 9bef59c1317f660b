"""The pointer in torch: the lowest layers of a small encoder, two numbers for each word piece."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from index.store.pointing import MATCHES, STATES
from training.pointer_data import Batch

WIDTH = 384


class PointerModel(nn.Module):
    """Word pieces with their states and matches in; a score and its weight for each piece out."""

    def __init__(self, encoder: Path, layers: int, dropout: float = 0.1, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(encoder), attn_implementation=attention)
        self.encoder.pooler = None
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.config.num_hidden_layers = layers
        # The vocabulary stays as it was: most of the weights, and the rare words keep their meaning.
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.state = nn.Embedding(STATES, WIDTH)
        self.match = nn.Embedding(MATCHES, WIDTH)
        nn.init.normal_(self.state.weight, std=0.02)
        nn.init.normal_(self.match.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(WIDTH, 2)

    def forward(self, ids: Tensor, states: Tensor, matches: Tensor, mask: Tensor) -> Tensor:
        """Scores of shape (pages, pieces, 2)."""
        inputs = self.encoder.embeddings.word_embeddings(ids) + self.state(states) + self.match(matches)
        hidden = self.encoder(inputs_embeds=inputs, attention_mask=mask).last_hidden_state
        return self.head(self.dropout(hidden))


def clause_scores(model: PointerModel, batch: Batch) -> Tensor:
    """The log odds of each clause of a batch against silence."""
    scores = model(batch.ids, batch.states, batch.matches, batch.mask).reshape(-1, 2)[batch.places].float()
    weights = scores[:, 1].clamp(-15, 15).exp()
    count = len(batch.right)
    sums = torch.zeros(count).index_add(0, batch.owners, scores[:, 0] * weights)
    return sums / torch.zeros(count).index_add(0, batch.owners, weights)


def loss_of(scores: Tensor, batch: Batch) -> Tensor:
    """The mean negative log-likelihood of what is right: a clause that tells, or silence."""
    every = _log_sum(scores, batch.example, batch.examples, silence=True)
    told = _log_sum(scores[batch.right], batch.example[batch.right], batch.examples, silence=False)
    answerable = torch.zeros(batch.examples, dtype=torch.bool)
    answerable[batch.example[batch.right]] = True
    return (every - torch.where(answerable, told, torch.zeros_like(told))).mean()


def _log_sum(scores: Tensor, example: Tensor, count: int, *, silence: bool) -> Tensor:
    grown = scores.clamp(-20, 20).exp()
    sums = torch.zeros(count).index_add(0, example, grown) + (1.0 if silence else 1e-9)
    return sums.log()
