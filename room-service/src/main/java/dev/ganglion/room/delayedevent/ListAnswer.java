package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.delayedevent.ListQuery.Status;

import java.util.List;
import java.util.Optional;

/**
 * A page of a user's delayed events.
 *
 * @param delayedEvents the same as {@code scheduled}, under the name by which clients have long
 *     looked for those that wait
 */
record ListAnswer(
        Optional<List<Scheduled>> delayedEvents,
        Optional<List<Scheduled>> scheduled,
        Optional<List<Finalised>> finalised,
        Optional<String> nextBatch) {

    /** One that waits. */
    record Scheduled(
            String delayId,
            RoomId roomId,
            String type,
            Optional<String> stateKey,
            long delay,
            long runningSince,
            JsonObject content) {
        static Scheduled of(Listed event) {
            return new Scheduled(
                    event.delayId(),
                    event.room(),
                    event.type(),
                    event.stateKey(),
                    event.delayMs(),
                    event.runningSince(),
                    event.content());
        }
    }

    /** One that is over. */
    record Finalised(
            Scheduled delayedEvent,
            String outcome,
            String reason,
            Optional<JsonObject> error,
            Optional<EventId> eventId,
            long originServerTs) {
        static Optional<Finalised> find(Listed event) {
            return event.finalised().map(finalised -> of(event, finalised));
        }

        private static Finalised of(Listed event, Listed.Finalised finalised) {
            return new Finalised(
                    Scheduled.of(event),
                    finalised.ending().outcome(),
                    finalised.ending().reason(),
                    finalised.ending().error(),
                    finalised.ending().eventId(),
                    finalised.at());
        }
    }

    /** One event by itself. MSC4140, "Getting a single delayed event". */
    record Details(
            String delayId,
            RoomId roomId,
            String type,
            Optional<String> stateKey,
            long delayMs,
            long delayedSinceTs,
            JsonObject content,
            Optional<Outcome> finalised) {
        record Outcome(long finalisedTs, Optional<EventId> eventId, Optional<JsonObject> error) {}

        static Details of(Listed event) {
            return new Details(
                    event.delayId(),
                    event.room(),
                    event.type(),
                    event.stateKey(),
                    event.delayMs(),
                    event.runningSince(),
                    event.content(),
                    event.finalised()
                            .map(
                                    over ->
                                            new Outcome(
                                                    over.at(),
                                                    over.ending().eventId(),
                                                    over.ending().error())));
        }
    }

    static ListAnswer of(List<Listed> page, ListQuery query) {
        Optional<List<Scheduled>> scheduled =
                query.shows(Status.SCHEDULED) ? Optional.of(scheduled(page)) : Optional.empty();
        Optional<List<Finalised>> finalised =
                query.shows(Status.FINALISED) ? Optional.of(finalised(page)) : Optional.empty();
        Optional<String> next =
                page.isEmpty() || page.getLast().isLast()
                        ? Optional.empty()
                        : Optional.of(page.getLast().place().toString());
        return new ListAnswer(scheduled, scheduled, finalised, next);
    }

    private static List<Scheduled> scheduled(List<Listed> page) {
        return page.stream()
                .filter(event -> event.finalised().isEmpty())
                .map(Scheduled::of)
                .toList();
    }

    private static List<Finalised> finalised(List<Listed> page) {
        return page.stream().flatMap(event -> Finalised.find(event).stream()).toList();
    }
}
