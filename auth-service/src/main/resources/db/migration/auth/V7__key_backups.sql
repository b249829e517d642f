-- Backups of room keys, which only their owners' recovery keys can read.

create sequence auth.key_set;
comment on sequence auth.key_set is 'Names sets of keys: all keys of a backup are discarded by giving it another set';

create table auth.key_backup_owner (
    user_id text collate "C" primary key references auth.account,
    last_version bigint not null
);
comment on table auth.key_backup_owner is 'Who ever had a backup; whoever writes to one of the user''s backups locks this row first';
comment on column auth.key_backup_owner.last_version is 'The highest number ever given away; none is given twice';

create table auth.key_backup (
    user_id text collate "C" not null references auth.key_backup_owner,
    version bigint not null,
    algorithm text not null,
    auth_data text not null,
    key_set bigint not null unique,
    etag bigint not null default 0,
    key_count bigint not null default 0,
    key_bytes bigint not null default 0,
    primary key (user_id, version)
);
comment on table auth.key_backup is 'Backups; the one with the highest number is the current one';
comment on column auth.key_backup.etag is 'How often the keys have changed';
comment on column auth.key_backup.key_bytes is 'Of all session_data';

create table auth.room_key (
    key_set bigint not null,
    room_id text collate "C" not null,
    session_id text collate "C" not null,
    is_verified boolean not null,
    first_message_index bigint not null,
    forwarded_count bigint not null,
    session_data text not null,
    primary key (key_set, room_id, session_id)
);
comment on table auth.room_key is 'Keys in backups, encrypted by the client; rows without a backup are about to be deleted';
comment on column auth.room_key.session_data is 'Canonical JSON; nobody here can read what it holds';

create table auth.discarded_key_set (
    key_set bigint primary key
);
comment on table auth.discarded_key_set is 'Sets that no backup has any more, whose keys are deleted in the background';
