-- Who has an account here, and on which devices they are logged in.

create table auth.account (
    user_id text collate "C" primary key,
    password_hash text,
    is_admin boolean not null default false,
    created_at timestamptz not null,
    deactivated_at timestamptz,
    is_erased boolean not null default false,
    must_leave_rooms boolean not null default false
);
comment on table auth.account is 'One row for each user ID that was ever given away; rows are never deleted, so that no ID is given twice';
comment on column auth.account.password_hash is 'Argon2id in its encoded form; null when there is no login by password';
comment on column auth.account.must_leave_rooms is 'Deactivated, but room-service has not yet confirmed that the user left every room';

create index account_must_leave_rooms on auth.account (user_id) where must_leave_rooms;

create table auth.device (
    user_id text collate "C" not null references auth.account,
    device_id text collate "C" not null,
    display_name text,
    created_at timestamptz not null,
    last_seen_at timestamptz,
    last_seen_ip text,
    confirmed_generation int not null default 0,
    primary key (user_id, device_id)
) with (fillfactor = 80);
comment on table auth.device is 'One row for each login; its tokens go with it';
comment on column auth.device.confirmed_generation is 'The newest generation of tokens that the client is known to have; older refresh tokens are spent';
