-- Clients that registered themselves to send their users here, and which devices are theirs.

create table auth.oauth_client (
    client_id text collate "C" primary key,
    metadata text not null,
    created_at timestamptz not null,
    last_used_at timestamptz not null
);
comment on table auth.oauth_client is 'Public clients: none has a secret';
comment on column auth.oauth_client.client_id is 'The hash of the metadata: who registers the same again is the same client';
comment on column auth.oauth_client.metadata is 'Canonical JSON: what was registered and understood';

create index oauth_client_last_used on auth.oauth_client (last_used_at);

alter table auth.device add column oauth_client_id text collate "C" references auth.oauth_client;
comment on column auth.device.oauth_client_id is 'The client that the device''s tokens were given to; null when they are of a login by the older API';

create index device_oauth_client on auth.device (oauth_client_id) where oauth_client_id is not null;
