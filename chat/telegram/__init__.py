"""The conversation in Telegram; the only package that knows the telegram library."""

import os

# The library's own switch: waits come as time spans, which they all will in its next version.
os.environ.setdefault("PTB_TIMEDELTA", "true")
