-- Mails that tell users what they have missed: pushers of the kind email.

create sequence sync.digest_number;
comment on sequence sync.digest_number is 'Names each mail, so that none is sent twice';

create table sync.digest (
    pusher_id bigint primary key references sync.pusher on delete cascade,
    number bigint,
    up_to bigint,
    sent_at timestamptz,
    mails int not null default 0,
    receipts_before bigint not null default 0
);
comment on table sync.digest is 'What a pusher of the kind email has sent last, and what it is about to send';
comment on column sync.digest.number is 'Of a mail of which it is not known yet whether it went out: it is asked for again under the same number';
comment on column sync.digest.up_to is 'The last event in that mail';
comment on column sync.digest.mails is 'Sent in a row since the user last read something: the pause after them grows with it';
comment on column sync.digest.receipts_before is 'How far the stream of receipts had come at the last mail: whoever has a later one has read since';

drop index sync.pusher_due;
create index pusher_http_due on sync.pusher (due_at) where kind = 'http' and due_at is not null;
create index pusher_email_due on sync.pusher (due_at) where kind = 'email' and due_at is not null;
