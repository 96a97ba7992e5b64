-- How many messages a conversation has, for those from before they were counted.

UPDATE conversation SET state = state || jsonb_build_object('messages', counted.messages)
FROM (SELECT conversation_id, count(*) AS messages FROM message WHERE source <> 'system'
      GROUP BY conversation_id) AS counted
WHERE counted.conversation_id = conversation.id AND NOT state ? 'messages';
