-- What belongs to a user rather than to a room. Written by sync-service alone.

create table sync.filter (
    filter_id bigint generated always as identity primary key,
    user_id text collate "C" not null,
    json bytea not null
);
create unique index filter_of_user on sync.filter (user_id, sha256(json));
comment on table sync.filter is 'Filters that clients stored; they never change';

create sequence sync.account_data_position;
comment on sequence sync.account_data_position is 'Taken only under the advisory lock of the account data stream''s lane';

create table sync.account_data (
    user_id text collate "C" not null,
    room_id text collate "C" not null default '',
    type text collate "C" not null,
    content bytea not null,
    position bigint not null,
    primary key (user_id, room_id, type)
);
create unique index account_data_by_position on sync.account_data (position);
create index account_data_of_user on sync.account_data (user_id, position);
comment on table sync.account_data is 'Account data, global where room_id is empty; a change moves the row to a new position';

create sequence sync.receipt_position;
comment on sequence sync.receipt_position is 'Taken only under the advisory lock of the receipt stream''s lane';

create table sync.receipt (
    room_nid bigint not null,
    user_id text collate "C" not null,
    receipt_type text collate "C" not null,
    thread_id text collate "C" not null default '',
    event_id text collate "C" not null,
    event_position bigint not null,
    ts bigint not null,
    position bigint not null,
    primary key (room_nid, user_id, receipt_type, thread_id)
);
create unique index receipt_by_position on sync.receipt (position);
create index receipt_in_room on sync.receipt (room_nid, position);
comment on table sync.receipt is 'How far each user has read each room; thread_id is empty for a receipt of the whole room';
comment on column sync.receipt.event_position is 'Where the event that was read stands in the event stream';

create table sync.presence (
    user_id text collate "C" primary key,
    presence text not null,
    status_msg text,
    last_active_ts bigint not null
);
comment on table sync.presence is 'What users last said of their presence';
