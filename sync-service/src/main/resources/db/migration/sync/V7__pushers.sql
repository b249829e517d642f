-- Where users want to be told of events while no client of theirs syncs, and what waits to be told there.

create table sync.pusher (
    pusher_id bigint generated always as identity primary key,
    user_id text collate "C" not null,
    app_id text collate "C" not null,
    pushkey text collate "C" not null,
    kind text not null,
    device_id text collate "C",
    device_created bigint,
    is_enabled boolean not null default true,
    app_display_name text not null,
    device_display_name text not null,
    profile_tag text,
    lang text not null,
    data bytea not null,
    host text collate "C" not null,
    begins_after bigint not null,
    set_at timestamptz not null default now(),
    due_at timestamptz,
    claim bigint not null default 0,
    news bigint not null default 0,
    failures int not null default 0,
    is_badge_due boolean not null default false,
    badge bigint,
    unique (user_id, app_id, pushkey)
);
create index pusher_of_key on sync.pusher (app_id, pushkey);
create index pusher_due on sync.pusher (due_at) where due_at is not null;
comment on table sync.pusher is 'Where users are told of events; a pusher goes with the device that made it';
comment on column sync.pusher.device_created is 'When the device was created, in microseconds since 1970: a later device of the same ID is another one';
comment on column sync.pusher.host is 'Of the push gateway; empty for other kinds. One that is slow holds up no other';
comment on column sync.pusher.begins_after is 'The position of the event stream when the pusher was made: earlier events are no news to it';
comment on column sync.pusher.due_at is 'When something is to be done for it; while somebody does, until when nobody else does';
comment on column sync.pusher.claim is 'Counts who took it: whoever took it before may change nothing any more';
comment on column sync.pusher.news is 'Counts what was added: whoever has done everything looks again if there is more';
comment on column sync.pusher.failures is 'Attempts in a row that failed';
comment on column sync.pusher.is_badge_due is 'The number of unread rooms may have changed without an event to tell of';
comment on column sync.pusher.badge is 'The number that was told last';

create table sync.waiting_push (
    pusher_id bigint not null references sync.pusher on delete cascade,
    position bigint not null,
    tweaks text not null,
    added_at timestamptz not null default now(),
    primary key (pusher_id, position)
);
create index waiting_push_by_age on sync.waiting_push (added_at);
comment on table sync.waiting_push is 'Events that a pusher is to be told of; what they say is read when that is done';
comment on column sync.waiting_push.tweaks is 'What the push rule that matched says of how, a JSON object';

create table sync.push_progress (
    stream text primary key,
    position bigint not null
);
comment on table sync.push_progress is 'Up to where the streams of events and receipts have been gone through for pushers';
