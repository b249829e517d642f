-- Invitations to register, handed out by administrators.

create table auth.registration_token (
    token text collate "C" primary key,
    uses_allowed int,
    completed int not null default 0,
    expires_at timestamptz,
    created_at timestamptz not null
);
comment on table auth.registration_token is 'Lets its bearers register; null in uses_allowed or expires_at means without limit';
