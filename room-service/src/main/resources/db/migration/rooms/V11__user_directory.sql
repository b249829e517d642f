-- The user directory: by which words people are found, and who can be found by everybody.

create table rooms.user_directory (
    user_id text collate "C" primary key,
    display_name text,
    avatar_url text,
    localpart text collate "C" not null default '',
    name text collate "C" not null default '',
    words tsvector not null default '',
    is_hidden boolean not null default false
);
create index user_directory_by_word on rooms.user_directory using gin (words);
create index user_directory_by_id on rooms.user_directory (lower(user_id));
comment on table rooms.user_directory is 'Users that may be found, with what they are found by';
comment on column rooms.user_directory.localpart is 'Its words, without accents and in lower case';
comment on column rooms.user_directory.name is 'The words of the display name, likewise';
comment on column rooms.user_directory.is_hidden is 'Deactivated: found by nobody';

create table rooms.public_room (
    room_nid bigint primary key references rooms.room on delete cascade
);
comment on table rooms.public_room is 'Rooms that anybody may join or read: their members can be found by everybody';
