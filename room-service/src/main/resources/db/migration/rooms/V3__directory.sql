-- What the directory of published rooms shows: a reading of their state, brought up to date when somebody looks.
create table rooms.directory_entry (
    room_nid bigint primary key references rooms.room,
    as_of bigint not null,
    summary bytea not null,
    search_text text not null,
    room_type text collate "C"
);
comment on table rooms.directory_entry is 'Name, topic and so on of rooms that are or were published';
comment on column rooms.directory_entry.as_of is 'The position of the event stream up to which the state was read';

create index room_published on rooms.room (room_nid) where is_published;
