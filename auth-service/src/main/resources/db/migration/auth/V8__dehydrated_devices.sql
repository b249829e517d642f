-- Devices that nobody is logged in on, and that receive keys for their user meanwhile.

alter table auth.device add column dehydrated_data text;
comment on column auth.device.dehydrated_data is 'What revives the device, encrypted by the client, as JSON; null for devices that somebody can be logged in on';

create unique index device_dehydrated on auth.device (user_id) where dehydrated_data is not null;

create view auth.dehydrated_device_id as
select user_id, device_id
from auth.device
where dehydrated_data is not null;
comment on view auth.dehydrated_device_id is 'Which device of a user is dehydrated, without what revives it';

grant select on auth.dehydrated_device_id to ganglion_sync;
