package dev.ganglion.room.profile;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;

/** The profile as membership events carry it. */
@Service
public class Profiles {
    static final String DISPLAYNAME = "displayname";
    static final String AVATAR_URL = "avatar_url";
    static final String TIME_ZONE = "m.tz";

    private static final JsonString NOTHING = new JsonString("");

    private final ProfileRepository repository;
    private final ServerProperties server;

    Profiles(ProfileRepository repository, ServerProperties server) {
        this.repository = repository;
        this.server = server;
    }

    /**
     * Display name and avatar, as far as the user has set them; nothing for users of other servers.
     */
    public Mono<JsonObject> memberFields(UserId user) {
        if (!user.serverName().equals(server.serverName())) {
            return Mono.just(JsonObject.EMPTY);
        }
        return repository
                .find(user)
                .map(profile -> profile.keeping(List.of(DISPLAYNAME, AVATAR_URL)));
    }

    /** Clients take a name or an avatar away by an empty one. */
    static boolean isNone(String field, JsonValue value) {
        return isInMemberEvents(field) && value.equals(NOTHING);
    }

    /** Whether rooms have copies of the field. */
    static boolean isInMemberEvents(String field) {
        return field.equals(DISPLAYNAME) || field.equals(AVATAR_URL);
    }
}
