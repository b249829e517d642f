-- What deleting needs besides: whom a deletion has taken out of its room, one row each instead of two growing arrays,
-- and indexes by which leftovers of threads and the media of waiting events are found.

create table rooms.deletion_user (
    delete_id text collate "C" not null references rooms.deletion on delete cascade,
    user_id text collate "C" not null,
    outcome text not null check (outcome in ('kicked', 'failed')),
    primary key (delete_id, user_id)
);
comment on table rooms.deletion_user is 'Whom a deletion has taken out of its room, or could not';
comment on column rooms.deletion_user.outcome is 'Of the last attempt';

-- Who is in both lists failed once and was taken out later.
insert into rooms.deletion_user (delete_id, user_id, outcome)
select d.delete_id, u.user_id, 'kicked'
from rooms.deletion d
cross join unnest(d.kicked_users) as u(user_id)
on conflict do nothing;

insert into rooms.deletion_user (delete_id, user_id, outcome)
select d.delete_id, u.user_id, 'failed'
from rooms.deletion d
cross join unnest(d.failed_to_kick_users) as u(user_id)
on conflict do nothing;

alter table rooms.deletion
    drop column kicked_users,
    drop column failed_to_kick_users;

create index thread_participant_in_room on rooms.thread_participant (room_nid);

create index delayed_event_media on rooms.delayed_event using gin (rooms.media_of(content))
    where finalised_at is null and position('mxc://'::bytea in content) > 0;
