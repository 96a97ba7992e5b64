-- A conversation's state is written and read whole, and nothing looks into it here: as text it is neither taken apart with
-- every poll that speaks of it nor put together again.

ALTER TABLE conversation ALTER state TYPE text USING state::text;
