-- Anybody may register a client: those that nobody has ever used make room for others.

alter table auth.oauth_client add column is_used boolean not null default false;
comment on column auth.oauth_client.is_used is 'Whether anybody has ever signed in with it';

update auth.oauth_client client
set is_used = true
where exists (select from auth.device device where device.oauth_client_id = client.client_id);

create index oauth_client_never_used on auth.oauth_client (created_at) where not is_used;
