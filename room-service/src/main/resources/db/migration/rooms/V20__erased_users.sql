-- An account may end with the wish that its events be hidden from whoever joins later. Joined before or after is a
-- matter of positions: the erasure is written while nobody else can take any, so every event before it has a position
-- up to this one, and every later event a greater one. The number tells readers whether they know all erasures.
create table rooms.erased_user (
    user_id text collate "C" primary key,
    position bigint not null,
    number bigint not null
);
create unique index erased_user_in_order on rooms.erased_user (number);
comment on table rooms.erased_user is 'Whose events those who joined after a position are shown without content';

grant select on rooms.erased_user to ganglion_sync;
