-- What each connection of sliding sync has been told, so that any replica goes on where another stopped.

create table sync.sliding_connection (
    connection_nid bigint generated always as identity primary key,
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    conn_id text collate "C" not null,
    base_pos bigint not null,
    next_pos bigint not null,
    configs bytea not null,
    used_at timestamptz not null default now(),
    unique (user_id, device_id, conn_id)
);
create index sliding_connection_by_use on sync.sliding_connection (used_at);
comment on table sync.sliding_connection is 'A connection and its two positions: a client asks on from one of them';
comment on column sync.sliding_connection.device_id is 'Empty for clients without a device';
comment on column sync.sliding_connection.base_pos is 'The position that the client has confirmed by asking on from it';
comment on column sync.sliding_connection.next_pos is 'The position that was given out last; no number is given out twice';
comment on column sync.sliding_connection.configs is 'Which choices of state are meant by the numbers in sliding_room';

create table sync.sliding_room (
    connection_nid bigint not null references sync.sliding_connection on delete cascade,
    room_nid bigint not null,
    pos bigint not null,
    membership text not null,
    up_to bigint not null,
    timeline_limit int not null,
    config int not null,
    is_direct boolean not null,
    receipts_up_to bigint not null,
    account_data_up_to bigint not null,
    members bigint[] not null,
    primary key (connection_nid, room_nid, pos)
);
create index sliding_room_by_pos on sync.sliding_room (connection_nid, pos);
comment on table sync.sliding_room is 'What a connection was told of a room, as of the position at which that changed last; of a room there is one row up to base_pos';
comment on column sync.sliding_room.up_to is 'The position of the event stream up to which the room was told';
comment on column sync.sliding_room.receipts_up_to is '-1 while receipts are told all the time, else up to where they were; so it is for account_data_up_to';
comment on column sync.sliding_room.members is 'Hashes of the users whose membership was sent lazily';
