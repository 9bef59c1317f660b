"""Where labelled passages are kept and found again.

SQLite is the one truth (`catalogue`); the lexical index is derived from it (`lexical`), the vectors are
searched exactly in memory (`vectors`). `engine` reads, `writing` changes, `llama` and `pipeline` are the
LlamaIndex side: nothing else here imports LlamaIndex, whose import alone costs seconds.
"""
