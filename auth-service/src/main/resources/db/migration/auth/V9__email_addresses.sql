-- Email addresses: whose they are, and who is about to prove one.

create table auth.email_address (
    address text collate "C" primary key,
    user_id text collate "C" not null references auth.account,
    validated_at timestamptz not null,
    added_at timestamptz not null
);
comment on table auth.email_address is 'Addresses by which users log in and reset passwords; each is one user''s at most';
comment on column auth.email_address.address is 'In small letters, with a domain in ASCII';

create index email_address_user on auth.email_address (user_id, address);

create table auth.email_validation (
    sid text collate "C" primary key,
    client_secret_hash bytea not null,
    address text collate "C" not null,
    purpose text not null check (purpose in ('registration', 'password', 'adding')),
    user_id text collate "C",
    token_hash bytea unique,
    send_attempt bigint not null,
    next_link text,
    expires_at timestamptz not null,
    validated_at timestamptz,
    used_at timestamptz,
    unique (client_secret_hash, address, purpose)
);
comment on table auth.email_validation is 'One row for each attempt to prove an address; gone once expired';
comment on column auth.email_validation.user_id is 'Who asked for it, where somebody was logged in; nobody else can use it then';
comment on column auth.email_validation.token_hash is 'SHA-256 of what the newest mail holds; null when that mail said that nothing can be proved, and after the token was used';
comment on column auth.email_validation.used_at is 'Spent on a registration, a password or an account';

create index email_validation_expiry on auth.email_validation (expires_at);
