-- Tokens with which users prove to other services who they are. Only their SHA-256 is kept.

create table auth.openid_token (
    token_hash bytea primary key,
    user_id text collate "C" not null references auth.account,
    expires_at timestamptz not null
);
comment on table auth.openid_token is 'Good for nothing but being exchanged for the user ID';

create index openid_token_user on auth.openid_token (user_id, expires_at);
create index openid_token_expiry on auth.openid_token (expires_at);
