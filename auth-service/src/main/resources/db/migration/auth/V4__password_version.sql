-- A login that checked the former password must not start a session after the password was changed.

alter table auth.account add column password_version int not null default 0;
comment on column auth.account.password_version is 'Counts the changes of the password; a session starts only if it is still what it was at the check';
