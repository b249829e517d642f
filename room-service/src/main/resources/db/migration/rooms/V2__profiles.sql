-- What users say about themselves. One row a field; the value is canonical JSON.
create table rooms.profile (
    user_id text collate "C" not null,
    field text collate "C" not null,
    value bytea not null,
    primary key (user_id, field)
);
comment on table rooms.profile is 'Profile fields of local users';
