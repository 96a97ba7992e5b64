"""What can happen to a conversation: one file each; this listing is the feature list.

Each decision is a pure function of the conversation, the request, the facts and the time.
"""
