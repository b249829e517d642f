-- Mails that tell users what they have missed go out once.

alter table auth.email_address add column last_digest bigint not null default 0;
comment on column auth.email_address.last_digest is 'The number of the newest mail about missed messages that was sent there, or is about to be';
