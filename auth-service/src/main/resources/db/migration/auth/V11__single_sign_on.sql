-- Logins that begin elsewhere: at a single sign-on provider, in a directory, or on another device.

create table auth.external_identity (
    provider text collate "C" not null,
    subject text collate "C" not null,
    user_id text collate "C" not null references auth.account,
    created_at timestamptz not null,
    primary key (provider, subject)
);
comment on table auth.external_identity is 'Who somebody is elsewhere; kept when the account ends, so that the same person does not get in by it again';
comment on column auth.external_identity.subject is 'What the provider calls them, and never calls anybody else';

create index external_identity_user on auth.external_identity (user_id);

create table auth.login_token (
    token_hash bytea primary key,
    user_id text collate "C" not null references auth.account,
    password_version int not null,
    expires_at timestamptz not null,
    provider text collate "C",
    subject text collate "C",
    provider_session text collate "C"
);
comment on table auth.login_token is 'Good for one login within minutes; only the SHA-256 is kept';
comment on column auth.login_token.provider is 'Where the login began; null for one that a device of the user has allowed';

create index login_token_expiry on auth.login_token (expires_at);
create index login_token_provider on auth.login_token (provider, subject) where provider is not null;

create table auth.provider_session (
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    provider text collate "C" not null,
    subject text collate "C" not null,
    provider_session text collate "C",
    primary key (user_id, device_id),
    foreign key (user_id, device_id) references auth.device on delete cascade
);
comment on table auth.provider_session is 'Devices that were logged in by single sign-on: they are logged out when the provider says so';

create index provider_session_subject on auth.provider_session (provider, subject);
create index provider_session_session on auth.provider_session (provider, provider_session) where provider_session is not null;
