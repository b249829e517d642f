-- The room directories of application services: rooms that stand for places in other networks.

create table rooms.network_room (
    room_nid bigint not null references rooms.room,
    application_service text collate "C" not null,
    network_id text collate "C" not null,
    primary key (room_nid, application_service, network_id)
);
comment on table rooms.network_room is 'In which networks'' directories a room stands, by which application service''s doing';

create index network_room_network on rooms.network_room (network_id, room_nid);
