-- What the content repository holds. The bytes are in files, named by storage_key.

create table media.media (
    media_id text collate "C" primary key,
    uploader text collate "C" not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    storage_key text collate "C" unique,
    content_type text,
    filename text,
    size_bytes bigint,
    sha256 text,
    constraint media_is_pending_or_stored check ((storage_key is null) = (expires_at is not null))
);
create index media_pending on media.media (uploader, expires_at) where storage_key is null;
comment on table media.media is 'One row a media ID, local media only';
comment on column media.media.expires_at is 'Until when the content may be uploaded to an ID that was created without; null once it is there';
comment on column media.media.storage_key is 'The file that holds the content; its row is written after the file is safe on disk';

create table media.thumbnail (
    media_id text collate "C" not null references media.media on delete cascade,
    width int not null,
    height int not null,
    method text not null,
    storage_key text collate "C" not null unique,
    content_type text not null,
    size_bytes bigint not null,
    primary key (media_id, width, height, method)
);
comment on table media.thumbnail is 'Thumbnails made so far; each can be made again from the content';
