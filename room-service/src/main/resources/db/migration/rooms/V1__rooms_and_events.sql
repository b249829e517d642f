-- Rooms, their events and their state. Written by room-service alone; sync-service and moderation-service may read.

create table rooms.room (
    room_nid bigint generated always as identity primary key,
    room_id text collate "C" not null unique,
    room_version text not null,
    creator text not null,
    is_published boolean not null default false,
    created_at timestamptz not null default now()
);
comment on table rooms.room is 'One row a room; room_nid stands for it in every other table';

-- Updated with every batch: the row stays small and its page half empty, so that updates stay in the page.
create table rooms.room_head (
    room_nid bigint primary key references rooms.room,
    version bigint not null,
    depth bigint not null,
    forward_extremities text[] not null,
    latest_position bigint not null,
    notify_count bigint not null,
    joined_members int not null,
    invited_members int not null
) with (fillfactor = 50);
comment on table rooms.room_head is 'Where a room''s graph ends; version is compared and set by every batch that writes to the room';

create sequence rooms.event_position;
comment on sequence rooms.event_position is 'Taken only under the advisory lock of the event stream''s lane, so that positions become visible in order';

create table rooms.event (
    position bigint primary key,
    lane smallint not null default 0,
    room_nid bigint not null references rooms.room,
    event_id text collate "C" not null unique,
    type text collate "C" not null,
    state_key text collate "C",
    sender text collate "C" not null,
    depth bigint not null,
    origin_server_ts bigint not null,
    json bytea not null,
    notify_number bigint not null,
    sender_device text collate "C",
    txn_id text collate "C",
    redacted_by bigint,
    replaced_state_position bigint
);
create index event_in_room on rooms.event (room_nid, position);
create unique index event_of_transaction on rooms.event (room_nid, sender, sender_device, txn_id, type)
    where txn_id is not null;
comment on table rooms.event is 'Every event as its canonical PDU bytes; a redaction replaces them by the redacted form';
comment on column rooms.event.notify_number is 'How many events of the room up to this one count as unread';
comment on column rooms.event.redacted_by is 'Position of the m.room.redaction that took the content away';
comment on column rooms.event.replaced_state_position is 'Position of the state event that this one replaced';

create table rooms.room_state (
    room_nid bigint not null references rooms.room,
    type text collate "C" not null,
    state_key text collate "C" not null,
    event_position bigint not null,
    valid_from bigint not null,
    valid_to bigint,
    primary key (room_nid, type, state_key, valid_from)
);
create unique index room_state_current on rooms.room_state (room_nid, type, state_key) include (event_position)
    where valid_to is null;
create index room_state_since on rooms.room_state (room_nid, valid_from);
comment on table rooms.room_state is 'State over positions: a row holds from valid_from until before valid_to';

create table rooms.room_member (
    room_nid bigint not null references rooms.room,
    user_id text collate "C" not null,
    membership text not null,
    event_position bigint not null,
    displayname text,
    avatar_url text,
    is_forgotten boolean not null default false,
    primary key (room_nid, user_id)
);
create index room_member_of_user on rooms.room_member (user_id, membership);
comment on table rooms.room_member is 'Current memberships, a reading of the m.room.member state';

create table rooms.event_mention (
    user_id text collate "C" not null,
    room_nid bigint not null,
    position bigint not null,
    primary key (user_id, room_nid, position)
);
create index event_mention_by_position on rooms.event_mention (position);
comment on table rooms.event_mention is 'Events that mention a member: the highlights';

create table rooms.invite_state (
    room_nid bigint not null,
    user_id text collate "C" not null,
    stripped_state bytea not null,
    primary key (room_nid, user_id)
);
comment on table rooms.invite_state is 'What an invited or knocking user is shown of the room, a JSON array of stripped state events';

create table rooms.alias (
    alias text collate "C" primary key,
    room_nid bigint not null references rooms.room,
    creator text collate "C" not null
);
create index alias_of_room on rooms.alias (room_nid);
comment on table rooms.alias is 'Local aliases';

grant usage on schema rooms to ganglion_sync, ganglion_moderation;
grant select on rooms.room, rooms.room_head, rooms.event, rooms.room_state, rooms.room_member, rooms.event_mention,
    rooms.invite_state to ganglion_sync;
grant select on rooms.room, rooms.room_head, rooms.event, rooms.room_member to ganglion_moderation;
