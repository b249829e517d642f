-- Whom users ignore, for room-service too. What account data may hold can be read as json.

create view sync.ignored_user as
select kept.user_id as ignored_by, ignored.user_id
from sync.account_data kept
cross join lateral (select convert_from(kept.content, 'UTF8')::json -> 'ignored_users' as users) as list
cross join lateral json_object_keys(
    case when json_typeof(list.users) = 'object' then list.users else '{}' end) as ignored(user_id)
where kept.room_id = ''
  and kept.type = 'm.ignored_user_list';
comment on view sync.ignored_user is 'A reading of the account data m.ignored_user_list';

grant usage on schema sync to ganglion_rooms;
grant select on sync.ignored_user to ganglion_rooms;
