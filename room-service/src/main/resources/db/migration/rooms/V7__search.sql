-- Full-text search: which words each event holds, and how far background readers have followed the event stream.

create table rooms.stream_cursor (
    name text collate "C" primary key,
    position bigint not null,
    form text not null
);
comment on table rooms.stream_cursor is 'How far each background reader has followed the event stream';
comment on column rooms.stream_cursor.form is 'How what it made of the stream is built; made anew when that has changed';

-- No primary key: rows are written once, with the cursor, and a B-tree would add a tenth to each.
create table rooms.event_words (
    position bigint not null,
    room_nid bigint not null,
    kind smallint not null,
    words tsvector not null
);
create index event_words_by_word on rooms.event_words using gin (words);
create index event_words_by_position on rooms.event_words
    using brin (position) with (pages_per_range = 8, autosummarize = on);
comment on table rooms.event_words is 'The words of searchable events; what is redacted or purged is taken out';
comment on column rooms.event_words.kind is '0 m.room.message, 1 m.room.name, 2 m.room.topic';
comment on column rooms.event_words.words is 'The room is among them, as # and its number';
