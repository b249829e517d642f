-- Rooms that were replaced by newer ones through this server. The row comes with the new room, in one transaction, so
-- that a room has one successor however many ask for it at once.

create table rooms.room_upgrade (
    old_room_nid bigint primary key references rooms.room on delete cascade,
    new_room_nid bigint not null unique references rooms.room on delete cascade,
    begun_at timestamptz not null default now(),
    finished_at timestamptz
);
comment on table rooms.room_upgrade is 'Which room replaces which; an upgrade that is not finished is continued by whoever began it';
