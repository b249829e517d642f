-- What administrators let an account do.

alter table auth.account
    add column is_suspended boolean not null default false,
    add column is_locked boolean not null default false,
    add column standing text collate "C" not null generated always as (
        case
            when is_locked then 'LOCKED'
            when is_suspended then 'SUSPENDED'
            else 'GOOD'
        end
    ) stored;
comment on column auth.account.standing is 'The stricter of the two: whoever is unlocked may still be suspended';
