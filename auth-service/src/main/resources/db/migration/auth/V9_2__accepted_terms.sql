-- Which policies users have accepted.

create table auth.accepted_terms (
    user_id text collate "C" not null references auth.account,
    policy text collate "C" not null,
    version text collate "C" not null,
    accepted_at timestamptz not null,
    primary key (user_id, policy, version)
);
comment on table auth.accepted_terms is 'What a user has agreed to when registering; rows of former versions stay';
