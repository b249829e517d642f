package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of their delayed events somebody asks for.
 *
 * @param delayIds only these, unless it is empty
 * @param from what the page begins after
 */
record ListQuery(
        Optional<Status> status,
        List<String> delayIds,
        Optional<RoomId> room,
        Optional<String> type,
        Place from) {

    enum Status {
        SCHEDULED,
        FINALISED
    }

    /** Reads the parameters; fails with {@code M_INVALID_PARAM}. */
    static ListQuery of(
            Optional<String> status,
            @Nullable List<String> delayIds,
            Optional<RoomId> room,
            Optional<String> type,
            Optional<String> from) {
        return new ListQuery(
                status.map(ListQuery::status),
                delayIds == null ? List.of() : delayIds,
                room,
                type,
                from.map(Place::parse).orElse(Place.START));
    }

    boolean shows(Status asked) {
        return status.isEmpty() || status.get() == asked;
    }

    private static Status status(String text) {
        return switch (text) {
            case "scheduled" -> Status.SCHEDULED;
            case "finalised" -> Status.FINALISED;
            default -> throw MatrixException.invalidParam("status is scheduled or finalised");
        };
    }

    /**
     * A place in the list: first those that wait, the next one first, then those that are over, the
     * latest first.
     *
     * @param part 0 or 1
     * @param rank within the part, ascending
     */
    record Place(int part, long rank, String delayId) {
        static final Place START = new Place(-1, 0, "");
        private static final Pattern FORM =
                Pattern.compile("d([01])_(-?\\d{1,18})_([A-Za-z0-9_-]{22})");

        static Place parse(String token) {
            Matcher form = FORM.matcher(token);
            if (!form.matches()) {
                throw MatrixException.invalidParam("The token is not one of this server's");
            }
            return new Place(
                    Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)), form.group(3));
        }

        /** As clients get it. */
        @Override
        public String toString() {
            return "d" + part + "_" + rank + "_" + delayId;
        }
    }
}
