-- Access and refresh tokens. Only their SHA-256 is kept: whoever reads this database cannot use them.

create table auth.access_token (
    token_hash bytea primary key,
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    generation int not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    foreign key (user_id, device_id) references auth.device on delete cascade
);
comment on table auth.access_token is 'What clients show with each request; null in expires_at means until logout';

create index access_token_device on auth.access_token (user_id, device_id);
create index access_token_expiry on auth.access_token (expires_at) where expires_at is not null;

create table auth.refresh_token (
    token_hash bytea primary key,
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    generation int not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    foreign key (user_id, device_id) references auth.device on delete cascade
);
comment on table auth.refresh_token is 'All generations of a device''s refresh tokens: a spent one that comes back is the sign of a theft';

create index refresh_token_device on auth.refresh_token (user_id, device_id);
create index refresh_token_expiry on auth.refresh_token (expires_at);
