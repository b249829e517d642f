-- What users keep for a room follows them into the room that replaces it.

create table sync.inheritance_progress (
    is_only boolean primary key default true check (is_only),
    position bigint not null
);
comment on table sync.inheritance_progress is 'One row: the position of the event stream up to which joins to upgraded rooms have been dealt with';

create table sync.inheritance (
    user_id text collate "C" not null,
    room_id text collate "C" not null,
    primary key (user_id, room_id)
);
comment on table sync.inheritance is 'Whose tags and the like have been copied into which upgraded room: it is done once';
