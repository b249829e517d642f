-- The event nearest to a moment. Times are what senders say, so that they need not follow the positions.
create index event_at_time on rooms.event (room_nid, origin_server_ts, position);
