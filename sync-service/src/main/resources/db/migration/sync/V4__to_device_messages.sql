-- Messages to devices, until they are known to have arrived.

create table sync.to_device_head (
    is_only boolean primary key default true check (is_only),
    position bigint not null
);
insert into sync.to_device_head (position) values (0);
comment on table sync.to_device_head is 'One row: the last position of the stream, which goes on when the messages themselves are gone; moved only under the advisory lock of the to-device stream''s lane';

create table sync.to_device_message (
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    position bigint not null,
    device_created bigint not null,
    sender text collate "C" not null,
    type text collate "C" not null,
    content bytea not null,
    device_count bigint not null,
    device_bytes bigint not null,
    sender_count bigint not null,
    sender_bytes bigint not null,
    primary key (user_id, device_id, position)
);
create unique index to_device_message_by_position on sync.to_device_message (position);
create index to_device_message_of_sender on sync.to_device_message (user_id, device_id, sender, position);
comment on table sync.to_device_message is 'One row for each device that a message waits for, in the order of arrival; whoever syncs on from a later position has it';
comment on column sync.to_device_message.device_created is 'When the device was created, in microseconds since 1970: a later device of the same ID is another one';
comment on column sync.to_device_message.device_count is 'Running number in the device''s queue: what waits is counted by its first and last row';
comment on column sync.to_device_message.device_bytes is 'The same of the bytes of contents, up to and including this one';
comment on column sync.to_device_message.sender_count is 'Running number of what this sender has in the device''s queue';
comment on column sync.to_device_message.sender_bytes is 'The same of its bytes';

create table sync.to_device_transaction (
    sender text collate "C" not null,
    sender_device text collate "C" not null,
    type text collate "C" not null,
    txn_id text collate "C" not null,
    done_at timestamptz not null default now(),
    primary key (sender, sender_device, type, txn_id)
);
create index to_device_transaction_by_age on sync.to_device_transaction (done_at);
comment on table sync.to_device_transaction is 'Requests that were done: a repetition sends nothing again; sender_device is empty for clients without a device';
