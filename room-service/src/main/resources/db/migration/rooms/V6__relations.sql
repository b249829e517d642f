-- What relates to what, in the order of positions, so that pages, edits and threads are found by index alone.

create table rooms.event_relation (
    position bigint not null,
    target_position bigint not null,
    kind text collate "C" not null,
    rel_type text collate "C",
    annotation uuid,
    primary key (position, target_position)
);
create index relation_of_target on rooms.event_relation (target_position, kind, position);
create index annotation_of_target on rooms.event_relation (target_position, annotation)
    where annotation is not null;
comment on table rooms.event_relation is
    'Which event relates to which of the same room, directly or by way of others; gone once the relating event is redacted';
comment on column rooms.event_relation.position is 'Of the relating event';
comment on column rooms.event_relation.kind is
    'a: m.annotation, r: m.reference, t: m.thread, e: an m.replace that is valid, x: one that is not, o: another type; '
    '2, 3: relates to an event that relates to the target, at the second or third hand, as it was when it was sent';
comment on column rooms.event_relation.rel_type is 'Where the kind does not tell it';
comment on column rooms.event_relation.annotation is 'Of an annotation: stands for its sender, type and key';

create table rooms.thread (
    root_position bigint primary key,
    room_nid bigint not null,
    replies bigint not null,
    latest_position bigint not null
);
create index thread_in_room on rooms.thread (room_nid, latest_position);
comment on table rooms.thread is 'A thread, counted up with every event that is added to it';

create table rooms.thread_participant (
    root_position bigint not null,
    user_id text collate "C" not null,
    room_nid bigint not null,
    replies bigint not null,
    primary key (root_position, user_id)
);
create index thread_of_participant on rooms.thread_participant (user_id, room_nid, root_position);
comment on table rooms.thread_participant is 'Who wrote in a thread, and who began it, perhaps without a reply';

-- What there is already. NUL, which no text can hold, is taken out of the JSON before it is read, and escaped
-- backslashes before it, which could hide one.
insert into rooms.event_relation (position, target_position, kind, rel_type, annotation)
select e.position,
       t.position,
       case r.rel_type
           when 'm.annotation' then 'a'
           when 'm.reference' then 'r'
           when 'm.thread' then 't'
           when 'm.replace' then
               case
                   when e.state_key is null and t.state_key is null and e.sender = t.sender and e.type = t.type
                       and (e.type = 'm.room.encrypted' or json_typeof(r.content -> 'm.new_content') = 'object')
                   then 'e'
                   else 'x'
               end
           else 'o'
       end,
       case when r.rel_type not in ('m.annotation', 'm.reference', 'm.thread', 'm.replace') then r.rel_type end,
       case
           when r.rel_type = 'm.annotation' and json_typeof(r.relation -> 'key') = 'string'
           then encode(substring(sha256(
               convert_to(e.sender, 'UTF8') || '\x00'::bytea || convert_to(e.type, 'UTF8') || '\x00'::bytea
               || convert_to(r.relation ->> 'key', 'UTF8')) from 1 for 16), 'hex')::uuid
       end
from (
    select position,
           replace(replace(convert_from(json, 'UTF8'), '\\', '//'), '\u0000', '')::json -> 'content' as content
    from rooms.event
    where position('"m.relates_to":{'::bytea in json) > 0
      and position('"rel_type":"'::bytea in json) > 0
    offset 0) as found
cross join lateral (
    select found.content,
           found.content -> 'm.relates_to' as relation,
           found.content #>> '{m.relates_to,rel_type}' as rel_type) as r
join rooms.event e on e.position = found.position
join rooms.event t on t.event_id = r.relation ->> 'event_id' and t.room_nid = e.room_nid
where json_typeof(r.relation) = 'object'
  and json_typeof(r.relation -> 'rel_type') = 'string'
  and json_typeof(r.relation -> 'event_id') = 'string'
  and length(r.rel_type) between 1 and 255;

-- A replacement is not replaced itself.
update rooms.event_relation r
set kind = 'x'
where r.kind = 'e'
  and exists (
      select
      from rooms.event_relation original
      where original.position = r.target_position and original.kind in ('e', 'x'));

insert into rooms.event_relation (position, target_position, kind)
select r.position, up.target_position, '2'
from rooms.event_relation r
join rooms.event_relation up on up.position = r.target_position
on conflict do nothing;

insert into rooms.event_relation (position, target_position, kind)
select r.position, up.target_position, '3'
from rooms.event_relation r
join rooms.event_relation up on up.position = r.target_position and up.kind = '2'
where r.kind not in ('2', '3')
on conflict do nothing;

insert into rooms.thread (root_position, room_nid, replies, latest_position)
select r.target_position, e.room_nid, count(*), max(r.position)
from rooms.event_relation r
join rooms.event e on e.position = r.target_position
where r.kind = 't'
group by r.target_position, e.room_nid;

insert into rooms.thread_participant (root_position, user_id, room_nid, replies)
select member.root_position, member.user_id, member.room_nid, sum(member.replies)
from (
    select r.target_position as root_position, e.sender as user_id, e.room_nid, 1 as replies
    from rooms.event_relation r
    join rooms.event e on e.position = r.position
    where r.kind = 't'
    union all
    select t.root_position, e.sender, t.room_nid, 0
    from rooms.thread t
    join rooms.event e on e.position = t.root_position) as member
group by member.root_position, member.user_id, member.room_nid;

grant select on rooms.event_relation, rooms.thread, rooms.thread_participant to ganglion_sync;
