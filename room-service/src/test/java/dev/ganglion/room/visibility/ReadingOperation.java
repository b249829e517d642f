package dev.ganglion.room.visibility;

import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.visibility.Told.Message;

import org.springframework.http.HttpMethod;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A way of reading a room's history. */
enum ReadingOperation {
    MESSAGES_BACKWARDS {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return listed(told, page(reader, told, "b"), "chunk");
        }
    },
    MESSAGES_FORWARDS {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return listed(told, page(reader, told, "f"), "chunk");
        }
    },
    EVENT {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return each(told, message -> event(reader, told, message).isPresent());
        }
    },
    CONTEXT {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return each(told, message -> context(reader, told, message, 0).isPresent());
        }
    },
    AROUND_AN_EVENT {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return told.messages().stream()
                    .flatMap(message -> context(reader, told, message, 1_000).stream())
                    .flatMap(
                            context ->
                                    Stream.concat(
                                            context.object("event").stream(),
                                            Stream.of("events_before", "events_after")
                                                    .flatMap(side -> events(context, side))))
                    .flatMap(event -> told.indexOf(event).stream())
                    .collect(Collectors.toSet());
        }
    },
    MEMBERS_AT {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return each(
                    told,
                    message ->
                            RoomCaller.find(
                                            reader.get(
                                                    "/rooms/{room}/members?at={at}",
                                                    told.room(),
                                                    message.token()))
                                    .filter(members -> isAliceCalled(members, message.text()))
                                    .isPresent());
        }
    },
    TIMESTAMP_TO_EVENT {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return each(
                    told,
                    message ->
                            RoomCaller.find(
                                            reader.getV1(
                                                    "/rooms/{room}/timestamp_to_event?dir=f&ts={ts}",
                                                    told.room(),
                                                    message.time()))
                                    .flatMap(found -> found.string("event_id"))
                                    .filter(message.id()::equals)
                                    .isPresent());
        }
    },
    RELATIONS {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return each(
                    told,
                    message ->
                            RoomCaller.find(
                                            reader.getV1(
                                                    "/rooms/{room}/relations/{event}",
                                                    told.room(),
                                                    message.id()))
                                    .isPresent());
        }
    },
    INITIAL_SYNC {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            return listed(
                    told,
                    RoomCaller.find(reader.get("/rooms/{room}/initialSync?limit=1000", told.room()))
                            .flatMap(room -> room.object("messages")),
                    "chunk");
        }
    },
    SEARCH {
        @Override
        Set<Integer> seen(RoomCaller reader, Told told) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () -> found(told.author(), told),
                            indexed -> indexed.size() == told.messages().size());
            return found(reader, told);
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    /** The indexes of the messages that this way of reading shows. */
    abstract Set<Integer> seen(RoomCaller reader, Told told);

    private static Optional<JsonObject> page(RoomCaller reader, Told told, String dir) {
        return RoomCaller.find(
                reader.get("/rooms/{room}/messages?dir={dir}&limit=1000", told.room(), dir));
    }

    private static Optional<JsonObject> event(RoomCaller reader, Told told, Message message) {
        return RoomCaller.find(
                reader.get("/rooms/{room}/event/{event}", told.room(), message.id()));
    }

    private static Optional<JsonObject> context(
            RoomCaller reader, Told told, Message message, int limit) {
        return RoomCaller.find(
                reader.get(
                        "/rooms/{room}/context/{event}?limit={limit}",
                        told.room(),
                        message.id(),
                        limit));
    }

    private static Set<Integer> listed(Told told, Optional<JsonObject> body, String list) {
        return body.stream()
                .flatMap(answer -> events(answer, list))
                .flatMap(event -> told.indexOf(event).stream())
                .collect(Collectors.toSet());
    }

    /** How well each result fits is no number that an event could hold. */
    private static Set<Integer> found(RoomCaller reader, Told told) {
        byte[] body =
                reader.call(
                                HttpMethod.POST,
                                """
                                {"search_categories": {"room_events": {
                                  "search_term": "%s",
                                  "filter": {"rooms": ["%s"], "limit": 100}
                                }}}
                                """
                                        .formatted(Told.WORD, told.room()),
                                "/search")
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return JSON.readTree(Objects.requireNonNull(body))
                .at("/search_categories/room_events/results")
                .valueStream()
                .map(result -> result.path("result").path("event_id").asString())
                .flatMap(id -> told.indexOf(id).stream())
                .collect(Collectors.toSet());
    }

    private static Set<Integer> each(Told told, Predicate<Message> isSeen) {
        return told.messages().stream()
                .filter(isSeen)
                .map(told.messages()::indexOf)
                .collect(Collectors.toSet());
    }

    /** Alice has another name with each message: a member list shows which moment it is of. */
    private static boolean isAliceCalled(JsonObject members, String name) {
        return events(members, "chunk")
                .filter(member -> member.string("sender").orElseThrow().startsWith("@alice:"))
                .flatMap(
                        member ->
                                member
                                        .object("content")
                                        .orElseThrow()
                                        .string("displayname")
                                        .stream())
                .anyMatch(name::equals);
    }

    private static Stream<JsonObject> events(JsonObject body, String list) {
        return body.array(list).orElseThrow().objects();
    }
}
