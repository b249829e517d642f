-- Keys of devices, and which of them sync-service has to tell somebody about.

create table auth.device_key (
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    keys bytea not null,
    primary key (user_id, device_id),
    foreign key (user_id, device_id) references auth.device on delete cascade
);
comment on table auth.device_key is 'Identity keys of devices; a device without a row has no end-to-end encryption';
comment on column auth.device_key.keys is 'Canonical JSON as the device signed it, with its own signatures and no others';

create table auth.one_time_key (
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    algorithm text collate "C" not null,
    key_id text collate "C" not null,
    key text not null,
    ordering bigint generated always as identity,
    primary key (user_id, device_id, algorithm, key_id),
    foreign key (user_id, device_id) references auth.device on delete cascade
);
comment on table auth.one_time_key is 'Keys that nobody has claimed yet; claiming one deletes it';
comment on column auth.one_time_key.key is 'The JSON that was uploaded: a string or an object';
comment on column auth.one_time_key.ordering is 'Older keys are handed out first';

create index one_time_key_next on auth.one_time_key (user_id, device_id, algorithm, ordering);

create table auth.fallback_key (
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    algorithm text collate "C" not null,
    key_id text collate "C" not null,
    key text not null,
    is_used boolean not null default false,
    primary key (user_id, device_id, algorithm),
    foreign key (user_id, device_id) references auth.device on delete cascade
);
comment on table auth.fallback_key is 'What is handed out, again and again, when one-time keys have run out';

-- Both streams take their positions from one sequence, under the lock of the device lists.
create sequence auth.device_list_position;

create table auth.device_list_change (
    user_id text collate "C" primary key references auth.account,
    position bigint not null unique
);
comment on table auth.device_list_change is 'When a user''s devices, their keys or the cross-signing keys last changed; a change moves the row to a new position';

create table auth.device_key_change (
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    position bigint not null unique,
    primary key (user_id, device_id),
    foreign key (user_id, device_id) references auth.device on delete cascade
);
comment on table auth.device_key_change is 'When the number of a device''s unclaimed keys last changed; a change moves the row to a new position';

create view auth.one_time_key_count as
select user_id, device_id, algorithm, count(*) as key_count
from auth.one_time_key
group by user_id, device_id, algorithm;
comment on view auth.one_time_key_count is 'How many one-time keys are left, without the keys';

create view auth.unused_fallback_key as
select user_id, device_id, algorithm
from auth.fallback_key
where not is_used;
comment on view auth.unused_fallback_key is 'Which fallback keys nobody has been given yet, without the keys';

create view auth.known_device as
select user_id, device_id
from auth.device;
comment on view auth.known_device is 'Which devices there are: messages to others are not kept';

grant usage on schema auth to ganglion_sync;
grant select on auth.device_list_change, auth.device_key_change, auth.one_time_key_count,
    auth.unused_fallback_key, auth.known_device to ganglion_sync;
grant select on auth.device_list_position to ganglion_sync;
