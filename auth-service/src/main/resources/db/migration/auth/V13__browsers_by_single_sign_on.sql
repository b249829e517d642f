-- Where somebody signed in to the pages of this server by single sign-on, so that what came of it
-- ends when the provider says so.

alter table auth.browser_session
    add column provider text collate "C",
    add column subject text collate "C",
    add column provider_session text collate "C";
comment on column auth.browser_session.provider is 'Where the session began; null for one by password';

create index browser_session_provider on auth.browser_session (provider, subject) where provider is not null;

alter table auth.oauth_code
    add column provider text collate "C",
    add column subject text collate "C",
    add column provider_session text collate "C";
comment on column auth.oauth_code.provider is 'Where the session of the browser began in which it was allowed';

create index oauth_code_provider on auth.oauth_code (provider, subject) where provider is not null;

alter table auth.oauth_device_grant
    add column provider text collate "C",
    add column subject text collate "C",
    add column provider_session text collate "C";
comment on column auth.oauth_device_grant.provider is 'Where the session of the browser began in which it was allowed';

create index oauth_device_grant_provider on auth.oauth_device_grant (provider, subject) where provider is not null;
