-- What is needed to delete: how old events are by one clock, what a room has lost, what is under way, and which media
-- events still mention. A room without a row in room_head is closed: nobody reads it or writes to it.

alter table rooms.event add column received_at timestamptz;
alter table rooms.event alter column received_at set default now();
comment on column rooms.event.received_at is
    'When it was written, by the clock of the database; null for events from before this column';

create index event_redacted on rooms.event (redacted_by) where redacted_by is not null;

alter table rooms.room
    add column purged_up_to bigint not null default 0,
    add column purged_notify_count bigint not null default 0,
    add column expired_up_to bigint not null default 0,
    add column abandoned_at timestamptz,
    add column remove_after timestamptz;
comment on column rooms.room.purged_up_to is 'History up to here has been purged: reading backwards ends here';
comment on column rooms.room.purged_notify_count is
    'The notify_number up to which events may be gone: what has a number up to this one is not unread';
comment on column rooms.room.expired_up_to is 'Messages up to here were deleted by age';
comment on column rooms.room.abandoned_at is 'Since when every user of this server has left and forgotten the room';
comment on column rooms.room.remove_after is 'The room is closed; whatever is left of it goes from then on';
create index room_abandoned on rooms.room (room_nid) where abandoned_at is not null;
create index room_to_remove on rooms.room (remove_after) where remove_after is not null;

create index room_retention on rooms.room_state (room_nid)
    where type = 'm.room.retention' and state_key = '' and valid_to is null;

create table rooms.purge_job (
    purge_id text collate "C" primary key,
    room_nid bigint not null,
    room_id text collate "C" not null,
    requested_by text collate "C" not null,
    up_to bigint not null,
    deletes_local_events boolean not null,
    done_up_to bigint not null default 0,
    status text not null default 'active' check (status in ('active', 'complete', 'failed')),
    attempts int not null default 0,
    error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create unique index purge_job_under_way on rooms.purge_job (room_nid) where status = 'active';
comment on table rooms.purge_job is 'Purges of history that administrators asked for; any replica goes on where another stopped';

create table rooms.deletion (
    delete_id text collate "C" primary key,
    room_id text collate "C" not null,
    requested_by text collate "C" not null,
    is_purge boolean not null,
    is_forced boolean not null,
    new_room_owner text collate "C",
    new_room_name text not null,
    message text not null,
    new_room_id text collate "C",
    kicked_users text[] not null default '{}',
    failed_to_kick_users text[] not null default '{}',
    local_aliases text[] not null default '{}',
    status text not null default 'active' check (status in ('active', 'complete', 'failed')),
    attempts int not null default 0,
    error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create unique index deletion_under_way on rooms.deletion (room_id) where status = 'active';
create index deletion_of_room on rooms.deletion (room_id, created_at);
comment on table rooms.deletion is 'Deletions of rooms that administrators asked for; any replica goes on where another stopped';

create table rooms.blocked_room (
    room_id text collate "C" primary key,
    blocked_by text collate "C" not null,
    blocked_at timestamptz not null default now()
);
comment on table rooms.blocked_room is 'Rooms that nobody may enter, whether this server knows them or not';

create table rooms.maintenance_pass (
    name text primary key,
    finished_at timestamptz not null
);
comment on table rooms.maintenance_pass is 'When each recurring piece of maintenance was last done';

create table rooms.purged_media (
    media text collate "C" not null,
    uploader text collate "C" not null,
    noted_at timestamptz not null default now(),
    is_waiting boolean not null default false,
    primary key (media, uploader)
);
create index purged_media_in_order on rooms.purged_media (noted_at) where not is_waiting;
comment on table rooms.purged_media is
    'Media of this server, as server/media-id, that purged events of their uploaders held and that are not dropped yet';
comment on column rooms.purged_media.is_waiting is 'Another event mentions it: looked at again when one that does is purged';

-- Which media an event mentions, wherever in it: the first 256, for each is an entry of an index that is
-- written while nobody else can send. The bytes are canonical JSON, in which a slash is never escaped.
create function rooms.media_of(pdu bytea) returns text[]
    -- Told to be costly, so that events are never looked through one by one instead of by the index.
    language sql immutable strict parallel safe cost 10000
    as $$
        select array(
            select found[1]
            from regexp_matches(encode(pdu, 'escape'), 'mxc://([^/"\\]+/[A-Za-z0-9_-]+)', 'g')
                with ordinality as mention(found, place)
            group by found[1]
            order by min(place)
            limit 256)
    $$;
create index event_media on rooms.event using gin (rooms.media_of(json)) where position('mxc://'::bytea in json) > 0;
create index profile_avatar on rooms.profile using hash (value) where field = 'avatar_url';
