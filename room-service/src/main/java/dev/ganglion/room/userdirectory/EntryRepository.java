package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.service.config.ServerProperties;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/** The table of people, and what it is made of. */
@Repository
class EntryRepository {
    private final DatabaseClient database;
    private final ServerName ourselves;

    EntryRepository(DatabaseClient database, ServerProperties server) {
        this.database = database;
        this.ourselves = server.serverName();
    }

    /**
     * Until the transaction's end nobody else changes the entries of these users, which are there
     * then. In order, so that two who lock several do not wait for each other.
     */
    Mono<Void> lock(SortedSet<String> users) {
        String[] ids = users.toArray(String[]::new);
        return database.sql(
                        """
                        insert into rooms.user_directory (user_id)
                        select n.user_id
                        from unnest(:users) with ordinality as n(user_id, number)
                        order by n.number
                        on conflict do nothing
                        """)
                .bind("users", ids)
                .then()
                .then(
                        database.sql(
                                        """
                                        select d.user_id
                                        from rooms.user_directory d
                                        where d.user_id = any(:users)
                                        order by d.user_id
                                        for update
                                        """)
                                .bind("users", ids)
                                .then());
    }

    /**
     * What users are called: the users of this server as their profiles say, others as they say in
     * a room that everybody may see. Relies on profile's primary key and room_member_of_user.
     */
    Mono<List<Profile>> listProfiles(SortedSet<String> users) {
        return database.sql(
                        """
                        select n.user_id, name.value as displayname, avatar.value as avatar_url,
                               open.displayname as open_displayname, open.avatar_url as open_avatar_url
                        from unnest(:users) as n(user_id)
                        left join rooms.profile name on name.user_id = n.user_id and name.field = 'displayname'
                        left join rooms.profile avatar on avatar.user_id = n.user_id and avatar.field = 'avatar_url'
                        left join lateral (
                            select m.displayname, m.avatar_url
                            from rooms.room_member m
                            join rooms.public_room p on p.room_nid = m.room_nid
                            join rooms.room_head h on h.room_nid = m.room_nid
                            where m.user_id = n.user_id
                              and m.membership = 'join'
                            order by m.event_position desc
                            limit 1) as open on true
                        """)
                .bind("users", users.toArray(String[]::new))
                .map(this::profile)
                .all()
                .collectList();
    }

    /** Of entries that are there; of who is hidden nothing is kept. */
    Mono<Void> save(List<Profile> profiles) {
        return database.sql(
                        """
                        update rooms.user_directory d
                        set display_name = nullif(n.display_name, ''),
                            avatar_url = nullif(n.avatar_url, ''),
                            localpart = n.localpart,
                            name = n.name,
                            words = array_to_tsvector(string_to_array(n.words, ' '))
                        from unnest(:users, :displayNames, :avatarUrls, :localparts, :names, :words)
                             as n(user_id, display_name, avatar_url, localpart, name, words)
                        where d.user_id = n.user_id and not d.is_hidden
                        """)
                .bind("users", column(profiles, profile -> profile.userId().value()))
                .bind("displayNames", column(profiles, profile -> profile.displayName().orElse("")))
                .bind("avatarUrls", column(profiles, profile -> profile.avatarUrl().orElse("")))
                .bind("localparts", column(profiles, Profile::localpart))
                .bind("names", column(profiles, Profile::name))
                .bind("words", column(profiles, profile -> String.join(" ", profile.words())))
                .then();
    }

    /** For good, and without what they were found by. */
    Mono<Void> hide(UserId user) {
        return database.sql(
                        """
                        insert into rooms.user_directory (user_id, is_hidden)
                        values (:user, true)
                        on conflict (user_id) do update
                        set is_hidden = true, display_name = null, avatar_url = null,
                            localpart = '', name = '', words = ''
                        """)
                .bind("user", user.value())
                .then();
    }

    /** All but who is hidden. */
    Mono<Void> deleteShown() {
        return database.sql("delete from rooms.user_directory where not is_hidden").then();
    }

    private Profile profile(Readable row) {
        UserId user = UserId.parse(Objects.requireNonNull(row.get("user_id", String.class)));
        boolean isOurs = user.serverName().equals(ourselves);
        return new Profile(
                user,
                isOurs ? field(row, "displayname") : text(row, "open_displayname"),
                isOurs ? field(row, "avatar_url") : text(row, "open_avatar_url"));
    }

    /** The fields of profiles are JSON. */
    private static Optional<String> field(Readable row, String column) {
        return Optional.ofNullable(row.get(column, byte[].class))
                .map(Json::parse)
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .map(EntryRepository::withoutNul)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> text(Readable row, String column) {
        return Optional.ofNullable(row.get(column, String.class)).filter(text -> !text.isEmpty());
    }

    /** PostgreSQL's text cannot hold it. */
    private static String withoutNul(String text) {
        return text.replace("\0", "");
    }

    private static String[] column(List<Profile> profiles, Function<Profile, String> read) {
        return profiles.stream().map(read).toArray(String[]::new);
    }
}
