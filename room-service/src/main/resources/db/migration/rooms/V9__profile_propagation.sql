-- Changed profile fields that the user's rooms have still to be told. A row goes when all of them know.
create table rooms.profile_propagation (
    user_id text collate "C" not null,
    field text collate "C" not null,
    revision bigint not null default 1,
    after_room_nid bigint not null default 0,
    claimed_until timestamptz not null default '-infinity',
    primary key (user_id, field)
);
comment on table rooms.profile_propagation is 'Profile fields on their way into membership events';
comment on column rooms.profile_propagation.revision is 'Grows with each change of the field: whoever works on an older one begins again';
comment on column rooms.profile_propagation.after_room_nid is 'Rooms up to this number have been told';
