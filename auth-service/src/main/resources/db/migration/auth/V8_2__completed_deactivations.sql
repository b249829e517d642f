-- A deactivation is complete when nothing of the user is left here either.

comment on column auth.account.must_leave_rooms is 'Deactivated, but something is left: what is kept here of the user, or memberships that room-service has not yet confirmed to be over';
