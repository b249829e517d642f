package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * Something heard of a user, as {@code presence.lua} takes it.
 *
 * @param device empty for a request without a device, and where none is meant
 */
record Sign(What what, UserId user, String device, String argument) {
    /** The names are the script's. */
    enum What {
        /** A device asks for a state. */
        ASK,
        /** A device is still there. */
        BEAT,
        /** A user sets state and status message. */
        PUT,
        /** The status message as it is stored. */
        MESSAGE,
        /** A user has done something. */
        ACT,
        /** There are new readers. */
        TELL,
        /** A device is no more. */
        DROP,
        /** A user is to be offline, without any of their words. */
        GONE,
        /** What was told before Redis lost it. */
        HEAL;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    static Sign of(What what, UserId user) {
        return new Sign(what, user, "", "");
    }

    static Sign asks(UserId user, String device, PresenceState state) {
        return new Sign(What.ASK, user, device, state.letter());
    }

    static Sign lives(UserId user, String device, PresenceState state) {
        return new Sign(What.BEAT, user, device, state.letter());
    }

    static Sign puts(UserId user, String device, PresenceState state, String message) {
        return new Sign(What.PUT, user, device, state.letter() + " " + message);
    }

    static Sign message(UserId user, String message) {
        return new Sign(What.MESSAGE, user, "", message);
    }

    static Sign drops(UserId user, String device) {
        return new Sign(What.DROP, user, device, "");
    }

    static Sign heals(Told told) {
        return new Sign(
                What.HEAL,
                told.user(),
                "",
                told.state().letter() + " " + told.lastActive() + " " + told.message());
    }

    Stream<String> words() {
        return Stream.of(what.word, user.value(), device, argument);
    }

    /** What a later sign takes the place of. */
    Key key() {
        return new Key(what, user, device);
    }

    record Key(What what, UserId user, String device) {}
}
