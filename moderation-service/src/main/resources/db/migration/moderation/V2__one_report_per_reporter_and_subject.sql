-- Whoever reports the same again does not take the moderators' time again. They were told of every
-- earlier report by an alert of its own.
delete from moderation.report later
using moderation.report first
where first.reporter = later.reporter
  and (first.user_id, first.room_id, first.event_id)
      is not distinct from (later.user_id, later.room_id, later.event_id)
  and first.report_id < later.report_id;

create unique index report_once on moderation.report (reporter, user_id, room_id, event_id) nulls not distinct;
