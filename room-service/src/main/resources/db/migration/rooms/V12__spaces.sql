-- The children of spaces in the order in which they are shown, and the pages of spaces that clients are reading.

create table rooms.space_child (
    room_nid bigint not null references rooms.room on delete cascade,
    child_id text collate "C" not null,
    child_order text collate "C" not null,
    origin_server_ts bigint not null,
    is_suggested boolean not null,
    event_position bigint not null,
    primary key (room_nid, child_id)
);
create index space_child_in_order on rooms.space_child (room_nid, child_order, origin_server_ts, child_id);
create index space_child_suggested on rooms.space_child (room_nid, child_order, origin_server_ts, child_id)
    where is_suggested;
comment on table rooms.space_child is 'Children with a valid via, a reading of the m.space.child state';
comment on column rooms.space_child.child_order is 'A valid order; without one DEL, which sorts after all of them';

create table rooms.space_page (
    token text collate "C" primary key,
    user_id text collate "C" not null,
    room_nid bigint not null references rooms.room on delete cascade,
    is_suggested_only boolean not null,
    max_depth int not null,
    frames bytea not null,
    given bigint[] not null,
    expires_at timestamptz not null
);
create index space_page_of_user on rooms.space_page (user_id, expires_at);
create index space_page_expiry on rooms.space_page (expires_at);
comment on table rooms.space_page is 'Where the pages of a space hierarchy go on that a user is reading';
comment on column rooms.space_page.frames is 'The spaces that are not read to their end, innermost first, a JSON array';
comment on column rooms.space_page.given is 'The rooms of the pages before, which are not given again';

-- The bytes are canonical JSON: what is printable and holds no escape but \" and \\ is a valid order as it stands.
insert into rooms.space_child (room_nid, child_id, child_order, origin_server_ts, is_suggested, event_position)
select s.room_nid,
       s.state_key,
       case
           when (c.content -> 'order')::text ~ '^"([^"\\]|\\["\\]){1,50}"$' and (c.content -> 'order')::text !~ '[^ -~]'
               then c.content ->> 'order'
           else chr(127)
       end,
       e.origin_server_ts,
       coalesce((c.content -> 'suggested')::text = 'true', false),
       s.event_position
from rooms.room_state s
join rooms.event e on e.position = s.event_position
cross join lateral (select convert_from(e.json, 'UTF8')::json -> 'content' as content) c
where s.type = 'm.space.child'
  and s.valid_to is null
  and case
          when json_typeof(c.content -> 'via') = 'array'
              then json_array_length(c.content -> 'via') > 0
                   and not exists (select 1
                                   from json_array_elements(c.content -> 'via') v
                                   where json_typeof(v) <> 'string')
          else false
      end;
