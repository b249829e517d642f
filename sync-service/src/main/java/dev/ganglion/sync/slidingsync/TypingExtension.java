package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.typing.Typing;
import dev.ganglion.sync.typing.TypingEvent;

import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The extension {@code typing}: from memory, of the rooms in the windows. */
@Component
class TypingExtension {
    private final Typing typing;

    TypingExtension(Typing typing) {
        this.typing = typing;
    }

    Extension of(Look look, Scope scope) {
        Map<Long, List<UserId>> found =
                new HashMap<>(
                        look.question()
                                .since()
                                .map(
                                        since ->
                                                typing.changedSince(
                                                        since.typing(),
                                                        room -> look.isIn(scope, room)))
                                .orElse(Map.of()));
        found.putAll(typing.now(room -> look.isIn(scope, room) && look.sent(room).isEmpty()));
        Map<String, List<UserId>> rooms = new TreeMap<>();
        found.forEach(
                (room, users) ->
                        rooms.put(
                                Objects.requireNonNull(look.wanted().get(room)).id(),
                                look.context().notIgnored(users)));
        return new Extension("typing", rooms.isEmpty(), out -> write(out, rooms));
    }

    private static void write(JsonBytes out, Map<String, List<UserId>> rooms) {
        out.beginObject().key("rooms").beginObject();
        rooms.forEach((room, users) -> TypingEvent.write(out.key(room), users));
        out.endObject().endObject();
    }
}
