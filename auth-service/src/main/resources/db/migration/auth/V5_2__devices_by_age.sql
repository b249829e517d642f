-- A device ID can be used again after a logout: what was sent to the former device is not for the new one.
create or replace view auth.known_device as
select user_id, device_id, created_at
from auth.device;
