-- Browsers in which somebody is signed in to the pages of this server.

create table auth.browser_session (
    session_hash bytea primary key,
    user_id text collate "C" not null references auth.account,
    password_version int not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null
);
comment on table auth.browser_session is 'Only the SHA-256 of the cookie is kept';
comment on column auth.browser_session.password_version is 'The session ends when the account has another one';

create index browser_session_user on auth.browser_session (user_id);
create index browser_session_expiry on auth.browser_session (expires_at);
