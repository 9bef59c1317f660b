"""LlamaIndex's metadata filters over stored passages."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
)

from index.store.nodes import stored_metadata
from index.store.passages import load_passages


def matching_keys(connection: sqlite3.Connection, keys: Sequence[int], filters: MetadataFilters) -> list[int]:
    """The passages among `keys` that pass.

    Raises:
        ValueError: an operator or a condition is not supported, or does not fit its value.
    """
    return [each.key for each in load_passages(connection, keys) if passes(stored_metadata(each), filters)]


def passes(metadata: Mapping[str, Any], filters: MetadataFilters) -> bool:
    """True when the metadata pass the filters, nested ones included; no filters let everything pass."""
    if not filters.filters:
        return True
    outcomes = (
        passes(metadata, each)
        if isinstance(each, MetadataFilters)
        else _passes_one(metadata.get(each.key), each)
        for each in filters.filters
    )
    condition = filters.condition or FilterCondition.AND
    if condition == FilterCondition.AND:
        return all(outcomes)
    return any(outcomes) if condition == FilterCondition.OR else not any(outcomes)


def _passes_one(held: object, wanted: MetadataFilter) -> bool:
    """Of a list, such as `voice`, one member that fits is enough; for `!=` and `nin` none may."""
    operator, value = wanted.operator, wanted.value
    members = held if isinstance(held, list) else [] if held is None else [held]
    if operator == FilterOperator.IS_EMPTY:
        return not members or members == [""]
    try:
        return bool(_COMPARISONS[operator](members, value))
    except KeyError:
        raise ValueError(f"the local store does not support the filter operator {operator.value!r}") from None
    except TypeError:
        raise ValueError(
            f"the filter {wanted.key!r} {operator.value} {value!r} does not fit what is stored: {held!r}"
        ) from None


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


_COMPARISONS: dict[FilterOperator, Any] = {
    FilterOperator.EQ: lambda members, value: value in members,
    FilterOperator.NE: lambda members, value: value not in members,
    FilterOperator.GT: lambda members, value: any(each > value for each in members),
    FilterOperator.GTE: lambda members, value: any(each >= value for each in members),
    FilterOperator.LT: lambda members, value: any(each < value for each in members),
    FilterOperator.LTE: lambda members, value: any(each <= value for each in members),
    FilterOperator.IN: lambda members, value: any(each in _listed(value) for each in members),
    FilterOperator.NIN: lambda members, value: not any(each in _listed(value) for each in members),
    FilterOperator.ANY: lambda members, value: any(each in members for each in _listed(value)),
    FilterOperator.ALL: lambda members, value: all(each in members for each in _listed(value)),
    FilterOperator.CONTAINS: lambda members, value: value in members,
    FilterOperator.TEXT_MATCH: lambda members, value: any(value in each for each in members),
    FilterOperator.TEXT_MATCH_INSENSITIVE: lambda members, value: any(
        value.casefold() in each.casefold() for each in members
    ),
}
