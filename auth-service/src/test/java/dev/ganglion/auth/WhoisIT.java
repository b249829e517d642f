package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class WhoisIT extends AuthServiceIT {
    private static final String WHOIS = V3 + "admin/whois/";

    @Test
    void usersSeeWhereTheirDevicesWereLastSeen() {
        AuthDriver.Session alice = auth.from("10.1.2.3").registered();
        String device = alice.deviceId();

        await().until(() -> connection(alice, device).isPresent());

        JsonObject connection = connection(alice, device).orElseThrow();
        assertThat(connection.string("ip")).hasValue("10.1.2.3");
        assertThat(connection.integer("last_seen").orElseThrow()).isPositive();
    }

    @Test
    void a16NobodyElseSeesIt() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session bob = auth.registered();

        bob.get(WHOIS + alice.userId()).isRefused(403, "M_FORBIDDEN");
        bob.get(WHOIS + "@nobody:test.local").isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void administratorsSeeAnybody() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session admin = auth.registered();
        sql("update auth.account set is_admin = true where user_id = '" + admin.userId() + "'");

        JsonObject seen = admin.get(WHOIS + alice.userId()).isOk().body();

        assertThat(seen.string("user_id")).hasValue(alice.userId());
        assertThat(seen.object("devices").orElseThrow().keys()).containsExactly(alice.deviceId());
        admin.get(WHOIS + "@nobody:test.local").isRefused(404, "M_NOT_FOUND");
    }

    private static Optional<JsonObject> connection(AuthDriver.Session session, String device) {
        return session.get(WHOIS + session.userId())
                .isOk()
                .body()
                .object("devices")
                .flatMap(devices -> devices.object(device))
                .flatMap(info -> info.array("sessions"))
                .flatMap(sessions -> sessions.objects().findFirst())
                .flatMap(one -> one.array("connections"))
                .flatMap(connections -> connections.objects().findFirst());
    }
}
