-- Which addresses users have published at identity servers through this server.

create table auth.bound_identifier (
    user_id text collate "C" not null references auth.account,
    medium text collate "C" not null,
    address text collate "C" not null,
    id_server text collate "C" not null,
    bound_at timestamptz not null,
    primary key (user_id, medium, address, id_server)
);
comment on table auth.bound_identifier is 'Whoever deactivates an account with rows here is told that they may stay published';
