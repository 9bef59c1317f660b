"""Passages as LlamaIndex nodes and back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from llama_index.core.schema import BaseNode, NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.utils import metadata_dict_to_node, node_to_metadata_dict

from index.model import Document, Labelling, Passage, Span
from index.store.entries import Row, heading
from index.store.passages import StoredPassage

_KEYS = ("heading", "document_id", "path", "title", "author", "published", "address", "start", "end", "voice")


def passage_node(passage: Passage, document: Document) -> TextNode:
    """The node of a passage: `text` verbatim, embedded behind the heading, filterable by its metadata."""
    shown = heading(document)
    hidden = [key for key in _KEYS if key != "heading" or not shown]
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata_of(passage, document),
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}",
        start_char_idx=passage.span.start,
        end_char_idx=passage.span.end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.document_id)},
    )


def metadata_of(passage: Passage, document: Document) -> dict[str, Any]:
    """What a filter can ask about a passage; `voice` lists the voices that speak in it."""
    return {
        "heading": heading(document),
        "document_id": passage.document_id,
        "path": document.path,
        "title": document.title,
        "author": document.author,
        "published": document.published.isoformat() if document.published else None,
        "address": document.address,
        "start": passage.span.start,
        "end": passage.span.end,
        "voice": sorted({each.voice.value for each in passage.voiced}),
    }


def stored_node(stored: StoredPassage) -> BaseNode:
    """The node that was stored: our own made anew from the passage, a foreign one as it came."""
    if stored.node is None:
        return passage_node(stored.passage, stored.heading_of)
    return metadata_dict_to_node(json.loads(stored.node)["fields"], text=stored.passage.text)


def stored_metadata(stored: StoredPassage) -> dict[str, Any]:
    """What a filter can ask about a stored node: a foreign one's own metadata goes before ours."""
    ours = metadata_of(stored.passage, stored.heading_of)
    return ours if stored.node is None else {**ours, **stored_node(stored).metadata}


def foreign_row(node: BaseNode) -> Row:
    """A node that did not come from our pipeline, as a row to store."""
    text = node.get_content()
    start = getattr(node, "start_char_idx", None) or 0
    passage = Passage(document_id_of(node), Span(start, start + len(text)), text)
    packed = json.dumps({"text": text, "fields": node_to_metadata_dict(node, remove_text=True)})
    return Row(node.node_id, passage, packed)


def document_id_of(node: BaseNode) -> str:
    """The document a node belongs to; a node on its own is its own document."""
    return node.ref_doc_id or node.node_id


def foreign_document(node: BaseNode) -> tuple[Document, Labelling]:
    """What a foreign node says about its document; the document's text is not known to it."""
    metadata = node.metadata

    def known(*names: str) -> str | None:
        return next((str(metadata[name]) for name in names if metadata.get(name)), None)

    path = known("path", "file_path", "file_name") or document_id_of(node)
    document = Document(
        path, "", known("title"), known("author"), _day(known("published", "date")), known("address", "url")
    )
    return document, Labelling(())


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None
