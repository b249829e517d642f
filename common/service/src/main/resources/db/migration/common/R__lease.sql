-- Who does a piece of background work now: one row for each piece, held by at most one replica.
create table if not exists lease (
    name       text        primary key,
    holder     text        not null,
    expires_at timestamptz not null
);
