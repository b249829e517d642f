-- Who may replace their cross-signing keys without another proof.

create table auth.cross_signing_reset (
    user_id text collate "C" primary key references auth.account,
    permitted_until timestamptz not null
);
comment on table auth.cross_signing_reset is 'Good for one replacement, which deletes the row';
