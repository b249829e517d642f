package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.version.Change;

import java.util.LinkedHashSet;
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
}
