-- Keys by which users vouch for their devices and for each other, and the signatures made with them.

create table auth.cross_signing_key (
    user_id text collate "C" not null references auth.account,
    usage text collate "C" not null check (usage in ('master', 'self_signing', 'user_signing')),
    public_key text collate "C" not null,
    key bytea not null,
    primary key (user_id, usage),
    unique (user_id, public_key)
);
comment on table auth.cross_signing_key is 'What a user signs with; another key is another row, so that what the old one signed goes with it';
comment on column auth.cross_signing_key.key is 'Canonical JSON as it was uploaded, with signatures by cross-signing keys and no others';

create table auth.key_signature (
    target_user_id text collate "C" not null,
    target_device_id text collate "C",
    target_public_key text collate "C",
    signer_user_id text collate "C" not null,
    signer_device_id text collate "C",
    signer_public_key text collate "C",
    signature text not null,
    check (num_nonnulls(target_device_id, target_public_key) = 1),
    check (num_nonnulls(signer_device_id, signer_public_key) = 1),
    foreign key (target_user_id, target_device_id) references auth.device_key on delete cascade,
    foreign key (target_user_id, target_public_key)
        references auth.cross_signing_key (user_id, public_key) on delete cascade,
    foreign key (signer_user_id, signer_device_id) references auth.device_key on delete cascade,
    foreign key (signer_user_id, signer_public_key)
        references auth.cross_signing_key (user_id, public_key) on delete cascade
);
comment on table auth.key_signature is 'Signatures that came after the key they are on; they go with that key, and with the key that made them';

create unique index key_signature_once on auth.key_signature
    (target_user_id, signer_user_id, target_device_id, target_public_key, signer_device_id, signer_public_key)
    nulls not distinct;
create index key_signature_by_device on auth.key_signature (signer_user_id, signer_device_id)
    where signer_device_id is not null;
create index key_signature_by_key on auth.key_signature (signer_user_id, signer_public_key)
    where signer_public_key is not null;
