-- Events that wait for their time (MSC4140), and for a while what became of them.
-- A call's every heartbeat moves a row: pages are left half empty.
create table rooms.delayed_event (
    delay_id text collate "C" primary key,
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    txn_id text collate "C",
    room_nid bigint not null references rooms.room,
    type text collate "C" not null,
    state_key text collate "C",
    content bytea,
    scheduled_after bigint not null,
    delay_ms bigint not null,
    running_since timestamptz not null,
    due_at timestamptz not null,
    attempts int not null default 0,
    finalised_at timestamptz,
    outcome text,
    reason text,
    event_id text collate "C",
    error bytea
) with (fillfactor = 50);
create index delayed_event_due on rooms.delayed_event (due_at) where finalised_at is null;
create index delayed_event_of_user on rooms.delayed_event (user_id, finalised_at);
create index delayed_event_of_room on rooms.delayed_event (room_nid);
create index delayed_event_finalised on rooms.delayed_event (finalised_at) where finalised_at is not null;
create unique index delayed_event_of_transaction on rooms.delayed_event (user_id, device_id, room_nid, type, txn_id)
    where txn_id is not null;
comment on table rooms.delayed_event is 'Scheduled events, and those that were sent, cancelled or refused lately';
comment on column rooms.delayed_event.content is 'Null once it was sent: then the event has it, until it is redacted or purged';
comment on column rooms.delayed_event.scheduled_after is 'The position of the room''s last event when this one was scheduled';
comment on column rooms.delayed_event.due_at is 'When it is sent, or tried again';
comment on column rooms.delayed_event.attempts is 'Above zero, a replica is sending it or has tried: nobody else decides about it any more';
comment on column rooms.delayed_event.error is 'Why it was not sent, a JSON object';
