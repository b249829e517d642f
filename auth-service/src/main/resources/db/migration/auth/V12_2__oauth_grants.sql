-- What users have allowed and clients have yet to fetch. Of codes only their SHA-256 is kept.

create table auth.oauth_code (
    code_hash bytea primary key,
    client_id text collate "C" not null references auth.oauth_client on delete cascade,
    user_id text collate "C" not null references auth.account,
    password_version int not null,
    device_id text collate "C" not null,
    scope text not null,
    redirect_uri text not null,
    code_challenge text not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    is_revoked boolean not null default false
);
comment on table auth.oauth_code is 'Authorization codes; a used one is kept for a while, because its second use is the sign of a theft';
comment on column auth.oauth_code.is_revoked is 'Was shown twice: a session that is just being started from it has to end';

create index oauth_code_expiry on auth.oauth_code (expires_at);
create index oauth_code_device on auth.oauth_code (user_id, device_id);

create table auth.oauth_device_grant (
    device_code_hash bytea primary key,
    user_code_hash bytea not null unique,
    client_id text collate "C" not null references auth.oauth_client on delete cascade,
    device_id text collate "C" not null,
    scope text not null,
    interval_seconds int not null,
    last_polled_at timestamptz,
    expires_at timestamptz not null,
    is_denied boolean not null default false,
    user_id text collate "C" references auth.account,
    password_version int
);
comment on table auth.oauth_device_grant is 'Devices without a browser that wait for a user; the row goes when the tokens are fetched';
comment on column auth.oauth_device_grant.user_id is 'Who has allowed it; null until then';

create index oauth_device_grant_expiry on auth.oauth_device_grant (expires_at);
