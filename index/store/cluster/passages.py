"""LlamaIndex's Milvus store over one owner's passages: BM25 by Milvus's own function, vectors, filters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from llama_index.core.vector_stores.utils import node_to_metadata_dict
from llama_index.vector_stores.milvus import MilvusVectorStore
from llama_index.vector_stores.milvus.utils import BM25BuiltInFunction
from pydantic import PrivateAttr
from pymilvus import DataType

from index.store.cluster.connection import CLIENT
from index.store.cluster.failures import PATIENCE
from index.store.cluster.ledger import Ledger
from index.store.cluster.rows import PASSAGES, Row, packed_facts, passage_key
from index.store.cluster.words import indexed_words, question_words
from index.store.embedding import DIMENSION
from index.store.encoding import encodable, voice_mask
from index.store.entries import heading
from index.store.nodes import passage_node
from index.store.places import Cluster

_BATCH = 400  # rows of some 8 kB: well below the 64 MB that a server takes at once
_FOR_READING = "documents come in and go through index.build; this store is for reading"
_SCALARS = {
    "owner": DataType.VARCHAR,
    "key": DataType.INT64,
    "since": DataType.INT64,
    "voices": DataType.INT64,
    "words": DataType.VARCHAR,
}


class ClusterVectorStore(MilvusVectorStore):
    """The passages of one owner, in a collection that all owners share and that is parted by owner.

    Text is searched by the stems and pairs that the local store searches by, put into `words` by this side,
    so that BM25 on the server counts the same terms.
    """

    _owner: str = PrivateAttr()
    _ledger: Ledger = PrivateAttr()

    def __init__(self, cluster: Cluster, tokenizer: str = "whitespace") -> None:
        """Connect, and make the collection if it is not there, `words` split by this tokenizer of Milvus."""
        super().__init__(
            uri=cluster.uri,
            collection_name=PASSAGES,
            dim=DIMENSION,
            similarity_metric="IP",
            index_config={"index_type": "HNSW", "M": 32, "efConstruction": 256},
            enable_sparse=True,
            sparse_embedding_function=BM25BuiltInFunction(
                "words", function_name="bm25", analyzer_params={"tokenizer": tokenizer}, enable_match=True
            ),
            sparse_index_config={"bm25_k1": 1.2, "bm25_b": 0.75},
            scalar_field_names=list(_SCALARS),
            scalar_field_types=list(_SCALARS.values()),
            upsert_mode=True,
            batch_size=_BATCH,
            use_async_client=False,
            **CLIENT,
        )
        self._owner = cluster.owner
        self._ledger = Ledger(cluster, self.client)

    def _add_fields_to_schema(self, schema: Any) -> Any:  # noqa: ANN401 - pymilvus has no types
        made = super()._add_fields_to_schema(schema)
        for each in made.fields:
            each.is_partition_key = each.name == "owner"
        return made

    def store(self, rows: Sequence[Row]) -> None:
        """Write passages; those that are there already are written over."""
        for start in range(0, len(rows), _BATCH):
            fields = [self._fields(each) for each in rows[start : start + _BATCH]]
            self.client.upsert(self.collection_name, fields, timeout=PATIENCE)

    def add(self, nodes: list[BaseNode], **add_kwargs: Any) -> list[str]:  # noqa: ANN401 - as the base class has it
        """Refused: a document is shown or not as a whole, and the base class knows no owners."""
        raise NotImplementedError(_FOR_READING)

    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:  # noqa: ANN401
        """Refused, as `add`."""
        raise NotImplementedError(_FOR_READING)

    def delete_nodes(
        self,
        node_ids: list[str] | None = None,
        filters: MetadataFilters | None = None,
        **delete_kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Refused, as `add`."""
        raise NotImplementedError(_FOR_READING)

    def clear(self) -> None:
        """Refused, as `add`: it would drop the passages of every owner."""
        raise NotImplementedError(_FOR_READING)

    def get_nodes(
        self,
        node_ids: list[str] | None = None,
        filters: MetadataFilters | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> list[BaseNode]:
        """This owner's nodes that have one of these ids and pass the filters."""
        wanted: list[MetadataFilter | MetadataFilters] = [
            MetadataFilter(key="owner", value=self._owner),
            MetadataFilter(key="since", value=self._ledger.generation(), operator=FilterOperator.LTE),
        ]
        if node_ids is not None:
            wanted.append(MetadataFilter(key="id", value=node_ids, operator=FilterOperator.IN))
        if filters is not None:
            wanted.append(filters)
        found: list[BaseNode] = super().get_nodes(filters=MetadataFilters(filters=wanted), **kwargs)
        return found

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:  # noqa: ANN401
        """The nearest nodes of this owner, best first; `kwargs` as LlamaIndex's store takes them."""
        words = None if query.query_str is None else question_words(query.query_str)
        found: VectorStoreQueryResult = super().query(replace(query, query_str=words), **kwargs)
        return found

    def _prepare_before_search(self, query: VectorStoreQuery, **kwargs: Any) -> tuple[str, list[str]]:  # noqa: ANN401
        asked, fields = super()._prepare_before_search(query, **kwargs)
        mine = f"owner == {json.dumps(self._owner)} and since <= {self._ledger.generation()}"
        return (f"{mine} and ({asked})" if asked else mine), fields

    def _sparse_search(
        self,
        query: VectorStoreQuery,
        string_expr: str,
        output_fields: list[str],
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        # The base class has the server drop a fifth of the question's words, which loses passages.
        found = self.client.search(
            self.collection_name,
            data=[query.query_str],
            anns_field=self.sparse_embedding_field,
            filter=string_expr,
            limit=query.sparse_top_k or query.similarity_top_k,
            output_fields=output_fields,
            search_params={"metric_type": "BM25"},
        )
        return self._parse_from_milvus_results(found)

    def _fields(self, row: Row) -> dict[str, Any]:
        node = passage_node(row.passage, row.document)
        node.id_ = passage_key(row.key, row.number)
        return {
            **{name: _plain(value) for name, value in node_to_metadata_dict(node, remove_text=True).items()},
            "id": node.id_,
            "owner": self._owner,
            "key": row.key,
            "since": row.since,
            "voices": voice_mask(each.voice for each in row.passage.voiced),
            "text": encodable(row.passage.text),
            "words": indexed_words(f"{heading(row.document)}\n{row.passage.text}"),
            "embedding": row.vector.tolist(),
            "facts": packed_facts(row),
        }


def _plain(value: object) -> object:
    return encodable(value) if isinstance(value, str) else value
