-- Which threads users want to hear of (MSC4306).

create sequence sync.thread_subscription_position;
comment on sequence sync.thread_subscription_position is 'Taken only under the advisory lock of the lane of thread subscriptions';

create table sync.thread_subscription (
    user_id text collate "C" not null,
    room_nid bigint not null,
    thread_root text collate "C" not null,
    state text not null check (state in ('manual', 'automatic', 'unsubscribed')),
    seen_up_to bigint not null,
    position bigint not null,
    primary key (user_id, room_nid, thread_root)
);
create unique index thread_subscription_by_position on sync.thread_subscription (position);
create index thread_subscription_of_user on sync.thread_subscription (user_id, position);
comment on table sync.thread_subscription is 'The last that a user said of each thread; without a row a thread is not subscribed to';
comment on column sync.thread_subscription.thread_root is 'The ID of the event that the thread hangs on';
comment on column sync.thread_subscription.seen_up_to is 'The end of the event stream when the user unsubscribed: no event up to there subscribes again by itself';
