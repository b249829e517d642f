-- What a membership or a history visibility says is one word: who reads a room need not load whole events for it.

alter table rooms.room_state add column word text;
comment on column rooms.room_state.word is 'Of m.room.member and m.room.history_visibility what they say; null where a replica of an older version wrote the row';

-- NUL cannot be read as text; nothing that is looked for holds it. Whatever is no known word counts as the default.
create function rooms.word_of_state(kind text, event bytea) returns text
    language sql
    immutable
    parallel safe
as
$$
select case kind
           when 'm.room.member' then
               coalesce(
                   substring((content -> 'membership')::text from '^"(invite|join|knock|leave|ban)"$'),
                   'leave')
           when 'm.room.history_visibility' then
               coalesce(
                   substring(
                       (content -> 'history_visibility')::text
                       from '^"(world_readable|shared|invited|joined)"$'),
                   'shared')
       end
from (select replace(convert_from(event, 'UTF8'), '\u0000', '\u0001')::json -> 'content' as content) as pdu
$$;
comment on function rooms.word_of_state is 'The word of a state event; null for other types';
