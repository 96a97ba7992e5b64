"""What users may see of conversations, mirrored by services that read along (design §4).

The tables `transcript` and `transcript_line` are made by the migrations of each service that keeps
them; they are filled from `conversation.public` alone, so that no note is ever in them.
"""

from switchboard.runtime.transcripts.line import Line
from switchboard.runtime.transcripts.projecting import Transcripts
from switchboard.runtime.transcripts.reading import TranscriptBehindError, read_transcript

__all__ = ["Line", "TranscriptBehindError", "Transcripts", "read_transcript"]
