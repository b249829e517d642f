-- Apart from the new column, which locks readers out. Writers wait, lest each wait for the other.

lock table rooms.room_state in share row exclusive mode;

update rooms.room_state s
set word = rooms.word_of_state(s.type, e.json)
from rooms.event e
where e.position = s.event_position
  and s.type in ('m.room.member', 'm.room.history_visibility')
  and s.word is null;
