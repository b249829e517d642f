-- Whom a user ignores is account data: sync-service publishes it as the view sync.ignored_user.

create function rooms.ignored_by(reader text) returns setof text
    language plpgsql
    stable
    rows 10
as
$$
begin
    -- Until sync-service has made its tables nobody ignores anybody.
    if has_schema_privilege(to_regnamespace('sync'), 'usage') then
        if to_regclass('sync.ignored_user') is not null then
            return query select i.user_id from sync.ignored_user i where i.ignored_by = reader;
        end if;
    end if;
end
$$;
comment on function rooms.ignored_by is 'The users whose events a user does not want to see';
