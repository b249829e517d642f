package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.room.persist.TransactionKey;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event that a client wants to be sent later.
 *
 * @param transaction recognizes a repetition of the request; absent where the endpoint has no
 *     transaction ID
 */
record ScheduleRequest(
        RoomId room, EventDraft draft, Duration delay, Optional<TransactionKey> transaction) {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d+");
    private static final int MOST_DIGITS = 15;
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    /** A delay as a query has it; {@code M_INVALID_PARAM} unless it is a whole number above 0. */
    static Duration parseDelay(String millis) {
        if (!WHOLE_NUMBER.matcher(millis).matches()) {
            throw notPositive();
        }
        return millis.length() > MOST_DIGITS ? FOR_EVER : delay(Long.parseLong(millis));
    }

    /** {@code M_INVALID_PARAM} unless it is above 0. */
    static Duration delay(long millis) {
        if (millis <= 0) {
            throw notPositive();
        }
        return Duration.ofMillis(millis);
    }

    /** Refuses what is too far ahead, and a redaction of nothing. */
    void mustBeWithin(Duration maxDelay) {
        if (delay.compareTo(maxDelay) > 0) {
            throw tooLong(maxDelay);
        }
        if (isRedaction() && draft.redacts().isEmpty()) {
            throw MatrixException.invalidParam(
                    "A redaction says in redacts which event it is about");
        }
    }

    private boolean isRedaction() {
        return draft.type().equals(EventTypes.REDACTION) && draft.stateKey().isEmpty();
    }

    private static MatrixException notPositive() {
        return MatrixException.invalidParam("The delay is a number of milliseconds above 0");
    }

    /** In the form in which calls look for it, to try again with what is allowed. */
    private static MatrixException tooLong(Duration maxDelay) {
        JsonNumber millis = new JsonNumber(maxDelay.toMillis());
        return MatrixException.of(
                        400, ErrorCode.UNKNOWN, "The delay is longer than this server allows")
                .with("org.matrix.msc4140.errcode", new JsonString("M_MAX_DELAY_EXCEEDED"))
                .with("org.matrix.msc4140.max_delay", millis)
                .with("max_delay", millis);
    }
}
