package dev.ganglion.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.json.JsonBytes;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class ToldTest {
    private static final UserId BOB = UserId.parse("@bob:test.local");

    @Test
    void whoIsOnlineIsToldWithEverything() {
        assertThat(
                        written(
                                new Told(1, BOB, PresenceState.ONLINE, true, 1_000, "Hi \"you\""),
                                1_500))
                .isEqualTo(
                        "{\"type\":\"m.presence\",\"sender\":\"@bob:test.local\",\"content\":{"
                                + "\"presence\":\"online\",\"last_active_ago\":500,"
                                + "\"currently_active\":true,\"status_msg\":\"Hi \\\"you\\\"\"}}");
    }

    @Test
    void whoIsNotOnlineIsNeitherActiveNorInactive() {
        assertThat(written(new Told(1, BOB, PresenceState.UNAVAILABLE, false, 2_000, ""), 1_500))
                .endsWith("\"content\":{\"presence\":\"unavailable\",\"last_active_ago\":0}}");
    }

    @Test
    void whatIsNotKnownIsNotTold() {
        assertThat(written(new Told(1, BOB, PresenceState.OFFLINE, false, 0, ""), 1_500))
                .endsWith("\"content\":{\"presence\":\"offline\"}}");
    }

    private static String written(Told told, long now) {
        JsonBytes out = new JsonBytes();
        told.write(out, now);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
