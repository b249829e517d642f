package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.version.Change;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A room's creators. */
public final class Creators {
    static final String ADDITIONAL = "additional_creators";

    private Creators() {}

    /**
     * Up to version 10 the {@code creator}, in 11 the sender, from 12 on the sender and the
     * additional creators.
     */
    public static Set<UserId> of(PduEvent create) {
        Set<UserId> creators = new LinkedHashSet<>();
        Optional<UserId> named =
                create.roomVersion().has(Change.CREATOR_IS_SENDER)
                        ? Optional.of(create.sender())
                        : create.content().string("creator").flatMap(UserId::tryParse);
        named.ifPresent(creators::add);
        if (create.roomVersion().has(Change.CREATORS_ABOVE_ALL)) {
            create.content()
                    .array(ADDITIONAL)
                    .orElse(JsonArray.EMPTY)
                    .strings()
                    .forEach(user -> UserId.tryParse(user).ifPresent(creators::add));
        }
        return creators;
    }

    /** The value of {@code additional_creators}; empty unless it is a list of user IDs. */
    public static Optional<List<UserId>> parseAdditional(JsonValue value) {
        if (!(value instanceof JsonArray array)) {
            return Optional.empty();
        }
        List<UserId> users =
                array.strings().flatMap(user -> UserId.tryParse(user).stream()).toList();
        return Optional.of(users).filter(all -> all.size() == array.size());
    }
}
