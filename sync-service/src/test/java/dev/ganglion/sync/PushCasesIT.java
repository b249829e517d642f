package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.sync.PushScript.Line;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A script of events to receivers with different rules, while the gateway goes away and the service
 * restarts: each push that {@code push-cases.txt} expects is told once, in order, and no other.
 */
class PushCasesIT {
    private static final String LAST =
            "group | bob | m.call.invite | - | {} | r.r.rrrrrrrrrrrrr | the last of the group";
    private static final String LAST_OF_PAIR =
            "pair | bob | m.call.invite | - | {} | r.rrrrrrrrrrrrrrr | the last";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    private final PushGateway gateway = new PushGateway();
    private final Suite.Mortal service =
            Suite.mortal(
                    Map.of(
                            "ganglion.push.max-waiting",
                            1000,
                            "ganglion.push-gateways.timeout",
                            "4s",
                            "ganglion.push-gateways.per-host",
                            8,
                            "ganglion.push-gateways.max-pause",
                            "1h"));
    private final TestUser bob = service.user("bob");
    private final TestUser carol = service.user("carol");
    private final Map<Character, String> pairs = new HashMap<>();
    private final PushScript script = new PushScript();
    private boolean hasTablet = true;
    private String group = "";
    private String first = "";
    private PushReceivers receivers = new PushReceivers(List.of(), "", carol);

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
        hasSecondPusher(tablet());
        receivers.haveRules();
    }

    @AfterEach
    void close() {
        service.close();
        gateway.close();
    }

    @Test
    void theGatewayIsToldExactlyWhatTheRulesWantThroughAnOutageAndRestarts() throws Exception {
        List<Line> lines = PushScript.lines();
        int changes =
                lines.indexOf(lines.stream().filter(Line::isChange).findFirst().orElseThrow());
        assertThat(
                        lines.stream().filter(line -> !line.isChange()).count()
                                * PushReceivers.LETTERS.length())
                .isGreaterThan(500);

        lines.subList(0, 20).forEach(this::says);
        awaitAll();
        outage(lines.subList(20, 35));
        orderlyStop(lines.subList(35, 50));
        death(lines.subList(50, changes));
        lines.subList(changes, lines.size()).forEach(this::says);
        awaitAll();
        tabletIsLoggedOut();
        countsFollowReceipts(says(Line.parse(LAST)));

        await().atMost(PATIENCE).until(() -> waiting() == 0 && gateway.underWay() == 0);
        assertThat(script.differences(gateway.answered())).isEmpty();
    }

    /** A real minute; in its middle the service restarts. */
    private void outage(List<Line> lines) {
        gateway.goesAway();
        Instant end = Instant.now().plus(OUTAGE);
        lines.forEach(this::says);
        TestUser reader = receivers.of('P');
        script.names(bob.sends(pair('P'), "read before it is told"), "what was read");
        reads(reader, pair('P'), bob.sends(pair('P'), "read as well"));
        String redacted = bob.sends(pair('T'), "regretted");
        script.names(redacted, "what was redacted");
        bob.redacts(pair('T'), redacted);
        await().atMost(PATIENCE).until(() -> failures(reader) >= 3);
        service.restarts();
        await().atMost(OUTAGE.plus(PATIENCE))
                .until(() -> Instant.now().isAfter(end) && failures(reader) >= 5);
        assertThat(service.devices().count("select max(failures) from sync.pusher"))
                .as("attempts in a minute, each after twice the time")
                .isLessThanOrEqualTo(8);

        gateway.comesBack();
        endsPauses();
        awaitAll();
        assertThat(gateway.received()).hasSameSizeAs(gateway.answered());
    }

    /** But of what may be under way: it would be claimed again. */
    private void endsPauses() {
        service.devices()
                .execute(
                        "sync",
                        "update sync.pusher set due_at = now() where due_at > now() + interval '13 seconds'");
    }

    /** Nothing is cut off, and nothing begun, so that nothing has to be told again. */
    private void orderlyStop(List<Line> lines) {
        int before = gateway.answered().size();
        gateway.answers(new PushGateway.Reply(200, "{}", Map.of(), Duration.ofMillis(700)));
        lines.forEach(this::says);
        await().atMost(PATIENCE)
                .until(() -> gateway.answered().size() > before && gateway.underWay() > 3);

        service.stops();

        assertThat(waiting()).as("what is left for the next replica").isPositive();
        assertThat(gateway.received()).hasSameSizeAs(gateway.answered());
        gateway.answers(PushGateway.TAKEN);
        service.starts();
        awaitAll();
        assertThat(gateway.received()).hasSameSizeAs(gateway.answered());
    }

    /**
     * A process is killed while the gateway holds back answers: what it has answered is told no
     * more, what it has not answered is told again.
     */
    private void death(List<Line> lines) throws IOException, InterruptedException {
        service.stops();
        AtomicInteger requests = new AtomicInteger();
        gateway.answers(
                _ -> requests.incrementAndGet() <= 30 ? PushGateway.TAKEN : PushGateway.SILENCE);
        Process process = service.startsProcess();
        try {
            lines.forEach(this::says);
            await().atMost(PATIENCE.multipliedBy(2))
                    .until(() -> gateway.underWay() > 0 && waiting() == untold());
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertThat(untold()).isPositive();
        await().atMost(PATIENCE).until(() -> gateway.underWay() == 0);
        assertThat(gateway.received()).hasSizeGreaterThan(gateway.answered().size());
        gateway.answers(PushGateway.TAKEN);
        service.starts();
        awaitAll();
    }

    private void tabletIsLoggedOut() {
        service.devices().deletesSilently(tablet());
        hasTablet = false;
    }

    /** A pair, the group and two invitations; then all but the group, then but the invitations. */
    private void countsFollowReceipts(String lastOfGroup) {
        TestUser reader = receivers.of('P');
        String event = says(Line.parse(LAST_OF_PAIR));
        awaitAll();
        TestUser again = reader.at(service.port());

        assertThat(PushScript.counts(gateway.answered(), reader)).last().isEqualTo(4L);
        reads(again, pair('P'), event);
        awaitCount(reader, 3);
        reads(again, group, lastOfGroup);
        awaitCount(reader, 2);
    }

    private void awaitCount(TestUser user, long count) {
        await().atMost(PATIENCE)
                .until(() -> PushScript.counts(gateway.answered(), user).getLast() == count);
    }

    private static void reads(TestUser user, String room, String event) {
        user.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", "{}", room, event);
    }

    private long failures(TestUser user) {
        return service.devices()
                .count(
                        "select max(failures) from sync.pusher where user_id = ?",
                        user.id().value());
    }

    private long waiting() {
        return service.devices().count("select count(*) from sync.waiting_push");
    }

    private long untold() {
        return script.size() - PushScript.events(gateway.answered());
    }

    private void awaitAll() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(script.differences(gateway.answered())).isEmpty());
    }

    /** The event that was sent last. */
    private String says(Line line) {
        if (line.isChange()) {
            awaitAll();
            receivers.changes(line.sender().charAt(0), line, service.port());
            return "";
        }
        String shared = line.isOfGroup() ? sends(line, group, bob) : "";
        first = first.isEmpty() ? shared : first;
        String event = shared;
        for (char letter : PushReceivers.LETTERS.toCharArray()) {
            String room = room(line, letter);
            String own = line.isOfGroup() ? shared : sends(line, room, receivers.of(letter));
            script.expects(letter, receivers.of(letter), line, room, own, hasTablet);
            event = letter == 'P' ? own : event;
        }
        return event;
    }

    private String room(Line line, char letter) {
        return switch (line.room()) {
            case "pair" -> pair(letter);
            case "invite" -> sender(line).createsRoom();
            default -> group;
        };
    }

    private String sends(Line line, String room, TestUser receiver) {
        String content =
                line.content().replace("$ALL", receivers.quoted()).replace("$FIRST", first);
        String key =
                line.key()
                        .replace("$BOB", bob.id().value())
                        .replace("$USER", receiver.id().value());
        String event =
                key.equals("-")
                        ? sender(line).sends(room, line.type(), content)
                        : sender(line).sets(room, line.type(), key, content);
        script.names(event, line.name());
        return event;
    }

    private TestUser sender(Line line) {
        return line.sender().equals("bob") ? bob : carol;
    }

    private String pair(char letter) {
        return Objects.requireNonNull(pairs.get(letter));
    }

    private TestUser tablet() {
        return receivers.of('T').onDevice("TABLET");
    }

    private void hasSecondPusher(TestUser user) {
        service.devices().has(user);
        user.sync(
                HttpMethod.POST,
                "/pushers/set",
                """
                {"kind": "http", "app_id": "org.example.app", "pushkey": "%s", "app_display_name": "App",
                 "device_display_name": "Tablet", "lang": "en", "append": true, "data": {"url": "%s"}}
                """
                        .formatted(PushScript.SECOND + user.id(), gateway.url()));
    }
}
