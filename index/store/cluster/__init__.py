"""An index on a Milvus server: everything that the local store keeps in its folder, for any number of bots.

Two collections, each parted by owner. `whosays_passages` is LlamaIndex's Milvus store (`passages`): a row is
citable by itself, searched by Milvus's BM25 function and by vector. `whosays_ledger` (`ledger`) says which
documents are live and holds their whole text and voices. `engine` reads, `writing` changes, `searching` ranks
with the very functions of the local store. Nothing else in this program imports pymilvus.
"""
