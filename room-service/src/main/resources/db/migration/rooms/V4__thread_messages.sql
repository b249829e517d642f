-- Unread counts are told apart by thread: the messages of threads are found without looking at all others. The bytes
-- are canonical JSON, so a relation to a thread can be written in one way only.

create index event_in_thread on rooms.event (room_nid, position)
    where state_key is null and position('"rel_type":"m.thread"'::bytea in json) > 0;
