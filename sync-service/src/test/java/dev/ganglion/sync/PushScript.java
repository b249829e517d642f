package dev.ganglion.sync;

import dev.ganglion.protocol.json.JsonObject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@code push-cases.txt} expects, and what a gateway was told, by push keys and rooms. */
final class PushScript {
    static final String SECOND = "second key of ";

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, List<String>> expected = new TreeMap<>();

    /** A line of the script. */
    record Line(
            String room,
            String sender,
            String type,
            String key,
            String content,
            String codes,
            String name) {
        static Line parse(String line) {
            String[] parts = line.split(" \\| ", -1);
            return new Line(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
        }

        boolean isOfGroup() {
            return room.equals("group");
        }

        boolean isChange() {
            return room.equals("set");
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream file = PushScript.class.getResourceAsStream("/push-cases.txt")) {
            String text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).map(Line::parse).toList();
        }
    }

    void names(String event, String name) {
        names.put(event, name);
    }

    void expects(
            char letter, TestUser user, Line line, String room, String event, boolean hasTablet) {
        char code = line.codes().charAt(PushReceivers.LETTERS.indexOf(letter));
        if (code == '.') {
            return;
        }
        String push =
                "%s %s %s%s"
                        .formatted(
                                event,
                                line.name(),
                                meaning(code, letter),
                                line.room().equals("invite") && letter != 'I' ? " target" : "");
        expects(PushGateway.pushkey(user.id()), room, push);
        if (letter == 'T' && hasTablet) {
            expects(SECOND + user.id(), room, push);
        }
    }

    private void expects(String pushkey, String room, String push) {
        expected.computeIfAbsent(pushkey + " in " + room, _ -> new ArrayList<>()).add(push);
    }

    /** What is missing, told too often or in another order; nothing when all is as it has to be. */
    List<String> differences(List<JsonObject> pushes) {
        Map<String, List<String>> told = told(pushes);
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(told.keySet());
        return keys.stream()
                .flatMap(
                        key ->
                                difference(
                                                expected.getOrDefault(key, List.of()),
                                                told.getOrDefault(key, List.of()))
                                        .map(difference -> key + ": " + difference))
                .toList();
    }

    private static Stream<String> difference(List<String> wanted, List<String> seen) {
        if (wanted.equals(seen)) {
            return Stream.empty();
        }
        List<String> missing = new ArrayList<>(wanted);
        seen.forEach(missing::remove);
        List<String> tooMany = new ArrayList<>(seen);
        wanted.forEach(tooMany::remove);
        return Stream.of("missing %s, too many %s of %d".formatted(missing, tooMany, seen.size()));
    }

    long size() {
        return expected.values().stream().mapToLong(List::size).sum();
    }

    static long events(List<JsonObject> pushes) {
        return pushes.stream().filter(push -> push.has("event_id")).count();
    }

    /** The numbers that the user was told, those with events too. */
    static List<Long> counts(List<JsonObject> pushes, TestUser user) {
        return pushes.stream()
                .filter(
                        push ->
                                device(push)
                                        .string("pushkey")
                                        .orElseThrow()
                                        .equals(PushGateway.pushkey(user.id())))
                .map(push -> push.object("counts").flatMap(counts -> counts.integer("unread")))
                .map(unread -> unread.orElse(0L))
                .toList();
    }

    /** In the order of arrival. */
    private Map<String, List<String>> told(List<JsonObject> pushes) {
        Map<String, List<String>> told = new TreeMap<>();
        pushes.stream()
                .filter(push -> push.has("event_id"))
                .forEach(
                        push ->
                                told.computeIfAbsent(
                                                device(push).string("pushkey").orElseThrow()
                                                        + " in "
                                                        + push.string("room_id").orElseThrow(),
                                                _ -> new ArrayList<>())
                                        .add(seen(push)));
        return told;
    }

    private String seen(JsonObject push) {
        String event = push.string("event_id").orElseThrow();
        JsonObject tweaks = device(push).object("tweaks").orElseThrow();
        return "%s %s %s %s %s %s%s"
                .formatted(
                        event,
                        names.get(event),
                        push.string("prio").orElseThrow(),
                        tweaks.string("sound").orElse("-"),
                        tweaks.bool("highlight").orElse(false),
                        push.has("content") ? "content" : "ID",
                        push.bool("user_is_target").orElse(false) ? " target" : "");
    }

    private static JsonObject device(JsonObject push) {
        return push.array("devices").orElseThrow().objects().findFirst().orElseThrow();
    }

    private static String meaning(char code, char letter) {
        String tweaks =
                switch (code) {
                    case 'n' -> "low - false";
                    case 'e' -> "high - false";
                    case 's' -> "high default false";
                    case 'h' -> "high - true";
                    case 'H' -> "high default true";
                    case 'r' -> "high ring false";
                    case 'k' -> "high chime true";
                    case 'c' -> "high chime false";
                    case 'f' -> "high flag false";
                    default -> throw new IllegalArgumentException("Unknown code " + code);
                };
        return tweaks + (letter == 'I' ? " ID" : " content");
    }
}
