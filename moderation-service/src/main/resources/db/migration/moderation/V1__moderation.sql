-- What the operator wants kept out, what was noticed, and what users reported.

create table moderation.policy (
    version bigint primary key,
    alerts_after bigint not null,
    policy text not null,
    changed_by text collate "C" not null,
    changed_at timestamptz not null
);
comment on table moderation.policy is 'Every policy that was ever in force, the highest version now; none: the one of the configuration';

comment on column moderation.policy.alerts_after is 'Position of the event stream from which on its keywords are looked for';

create table moderation.stream_cursor (
    name text primary key,
    position bigint not null
);
comment on table moderation.stream_cursor is 'How far each reader of the event stream has come';

create table moderation.alert (
    alert_id bigint generated always as identity primary key,
    source text not null unique,
    body text not null,
    created_at timestamptz not null,
    delivered_at timestamptz
);
create index alert_undelivered on moderation.alert (alert_id) where delivered_at is null;
comment on table moderation.alert is 'What the moderators are told; written together with what caused it, sent afterwards';
comment on column moderation.alert.source is 'What caused it, such as event-17 or report-3: nothing is told twice';

create table moderation.report (
    report_id bigint generated always as identity primary key,
    reporter text collate "C" not null,
    room_id text collate "C",
    event_id text collate "C",
    user_id text collate "C",
    reason text,
    created_at timestamptz not null,
    constraint report_has_one_subject check (
        (user_id is null and room_id is not null) or (user_id is not null and room_id is null and event_id is null))
);
comment on table moderation.report is 'What users reported: an event in a room, a room, or a user';
