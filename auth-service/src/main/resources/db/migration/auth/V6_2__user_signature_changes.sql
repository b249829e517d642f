-- A signature on another user's key is shown to its maker alone, whose other devices have to hear of it.

create table auth.user_signature_change (
    signer_user_id text collate "C" not null references auth.account,
    target_user_id text collate "C" not null references auth.account,
    position bigint not null unique,
    primary key (signer_user_id, target_user_id)
);
comment on table auth.user_signature_change is 'When a user last signed a key of another; a change moves the row to a new position of auth.device_list_position';

grant select on auth.user_signature_change to ganglion_sync;
