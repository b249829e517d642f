-- A stream that many write and many follow.
create sequence entry_position;
create table entry (
    position bigint primary key,
    writer   int not null,
    number   int not null,
    unique (writer, number)
);
