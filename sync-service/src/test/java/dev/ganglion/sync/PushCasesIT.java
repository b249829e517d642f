package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A script of events to receivers with different rules, while the gateway goes away and the service
 * restarts: each push that {@code push-cases.txt} expects is told once, in order, and no other.
 */
class PushCasesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SECOND = "second key of ";

    private final PushGateway gateway = new PushGateway();
    private final Suite.Mortal service =
            Suite.mortal(
                    Map.of(
                            "ganglion.push.max-waiting", 1000,
                            "ganglion.push-gateways.timeout", "4s",
                            "ganglion.push-gateways.max-pause", "1h"));
    private final TestUser bob = service.user("bob");
    private final TestUser carol = service.user("carol");
    private final Map<Character, String> pairs = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, List<String>> expected = new TreeMap<>();
    private String group = "";
    private String first = "";
    private PushReceivers receivers = new PushReceivers(List.of(), "", carol);

    /** A line of the script. */
    private record Line(
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

        boolean isPair() {
            return room.equals("pair");
        }
    }

    @BeforeEach
    void receiversHavePushers() {
        List<TestUser> users =
                PushReceivers.LETTERS
                        .chars()
                        .mapToObj(letter -> service.user("receiver-" + (char) letter))
                        .toList();
        group = bob.createsRoom("{\"preset\":\"public_chat\"}");
        carol.joins(group);
        receivers = new PushReceivers(users, group, carol);
        for (char letter : PushReceivers.LETTERS.toCharArray()) {
            TestUser user = receivers.of(letter);
            service.devices().has(user);
            String pair = bob.createsRoom(user);
            user.joins(pair);
            user.joins(group);
            SyncIT.awaitJoin(user, group);
            pairs.put(letter, pair);
            gateway.tells(user, letter == 'I' ? ",\"format\":\"event_id_only\"" : "");
        }
        hasSecondPusher(receivers.of('T'));
        receivers.haveRules();
    }

    @AfterEach
    void close() {
        service.close();
        gateway.close();
    }

    @Test
    void theGatewayIsToldExactlyWhatTheRulesWantThroughAnOutageAndRestarts() throws IOException {
        List<Line> lines = lines();
        List<Line> ofGroup = lines.stream().filter(line -> !line.isPair()).toList();
        assertThat(lines.size() * PushReceivers.LETTERS.length()).isGreaterThanOrEqualTo(500);
        int third = ofGroup.size() / 3;

        lines.stream().filter(Line::isPair).forEach(this::says);
        ofGroup.subList(0, third).forEach(this::says);
        awaitAll();
        outage(ofGroup.subList(third, 2 * third));
        ofGroup.subList(2 * third, ofGroup.size()).forEach(this::says);
        awaitAll();
        service.restarts();
        says(Line.parse("group | bob | m.call.invite | - | {} | r...rrrrrrrrrrr | the last"));
        awaitAll();

        assertThat(told()).isEqualTo(expected);
    }

    /** A minute by the clock that pushers wait by; in its middle the service restarts. */
    private void outage(List<Line> lines) {
        gateway.goesAway();
        lines.forEach(this::says);
        TestUser reader = receivers.of('P');
        String read = bob.sends(pair('P'), "read before it is told");
        names.put(read, "what was read");
        String receipt = "/rooms/{room}/receipt/m.read/{event}";
        reader.sync(HttpMethod.POST, receipt, "{}", pair('P'), read);
        String redacted = bob.sends(pair('T'), "regretted");
        names.put(redacted, "what was redacted");
        bob.redacts(pair('T'), redacted);
        failsFor(30);
        service.restarts();
        failsFor(30);
        gateway.comesBack();
        endsPauses();
    }

    /** But of what may be under way: it would be claimed again. */
    private void endsPauses() {
        service.devices()
                .execute(
                        "sync",
                        "update sync.pusher set due_at = now() where due_at > now() + interval '13 seconds'");
    }

    private void failsFor(int seconds) {
        for (int passed = 0; passed < seconds; passed += 10) {
            await().atMost(PATIENCE).until(() -> failures() > 0);
            moves(10);
        }
    }

    private long failures() {
        return service.devices().count("select coalesce(sum(failures), 0) from sync.pusher");
    }

    private void moves(int seconds) {
        for (String time :
                List.of("pusher set due_at = due_at", "waiting_push set added_at = added_at")) {
            service.devices()
                    .execute("sync", "update sync." + time + " - ? * interval '1 second'", seconds);
        }
    }

    private void says(Line line) {
        if (line.isPair()) {
            for (char letter : PushReceivers.LETTERS.toCharArray()) {
                String event = sends(line, pair(letter));
                expects(letter, line, pair(letter), event);
            }
            return;
        }
        String event = sends(line, group);
        if (first.isEmpty()) {
            first = event;
        }
        for (char letter : PushReceivers.LETTERS.toCharArray()) {
            expects(letter, line, group, event);
        }
    }

    private String sends(Line line, String room) {
        TestUser sender = line.sender().equals("bob") ? bob : carol;
        String all =
                PushReceivers.LETTERS
                        .chars()
                        .mapToObj(letter -> "\"" + receivers.of((char) letter).id() + "\"")
                        .collect(Collectors.joining(","));
        String content = line.content().replace("$ALL", all).replace("$FIRST", first);
        String key = line.key().replace("$BOB", bob.id().value());
        String event =
                key.equals("-")
                        ? sender.sends(room, line.type(), content)
                        : sender.sets(room, line.type(), key, content);
        names.put(event, line.name());
        return event;
    }

    private void expects(char letter, Line line, String room, String event) {
        char code = line.codes().charAt(PushReceivers.LETTERS.indexOf(letter));
        if (code == '.') {
            return;
        }
        String push = "%s %s %s".formatted(event, line.name(), meaning(code, letter));
        TestUser user = receivers.of(letter);
        expected.computeIfAbsent(key(PushGateway.pushkey(user.id()), room), _ -> new ArrayList<>())
                .add(push);
        if (letter == 'T') {
            expected.computeIfAbsent(key(SECOND + user.id(), room), _ -> new ArrayList<>())
                    .add(push);
        }
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

    private void awaitAll() {
        int pushes = expected.values().stream().mapToInt(List::size).sum();
        await().atMost(PATIENCE).until(() -> gateway.events().size() >= pushes);
    }

    /** In the order of arrival, by pushers and rooms. */
    private Map<String, List<String>> told() {
        Map<String, List<String>> told = new TreeMap<>();
        for (JsonObject push : gateway.received()) {
            push.string("event_id")
                    .ifPresent(
                            event -> {
                                JsonObject device =
                                        push.array("devices")
                                                .orElseThrow()
                                                .objects()
                                                .findFirst()
                                                .orElseThrow();
                                told.computeIfAbsent(
                                                key(
                                                        device.string("pushkey").orElseThrow(),
                                                        push.string("room_id").orElseThrow()),
                                                _ -> new ArrayList<>())
                                        .add(
                                                event
                                                        + " "
                                                        + names.get(event)
                                                        + " "
                                                        + seen(push, device));
                            });
        }
        return told;
    }

    private static String seen(JsonObject push, JsonObject device) {
        JsonObject tweaks = device.object("tweaks").orElseThrow();
        return "%s %s %s %s"
                .formatted(
                        push.string("prio").orElseThrow(),
                        tweaks.string("sound").orElse("-"),
                        tweaks.bool("highlight").orElse(false),
                        push.has("content") ? "content" : "ID");
    }

    private static String key(String pushkey, String room) {
        return pushkey + " in " + room;
    }

    private String pair(char letter) {
        return Objects.requireNonNull(pairs.get(letter));
    }

    private void hasSecondPusher(TestUser user) {
        user.sync(
                HttpMethod.POST,
                "/pushers/set",
                """
                {"kind": "http", "app_id": "org.example.app", "pushkey": "%s", "app_display_name": "App",
                 "device_display_name": "Tablet", "lang": "en", "append": true, "data": {"url": "%s"}}
                """
                        .formatted(SECOND + user.id(), gateway.url()));
    }

    private static List<Line> lines() throws IOException {
        try (InputStream file = PushCasesIT.class.getResourceAsStream("/push-cases.txt")) {
            String text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).map(Line::parse).toList();
        }
    }
}
