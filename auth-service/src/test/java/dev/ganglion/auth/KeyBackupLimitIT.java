package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "ganglion.key-backup.max-versions=2",
            "ganglion.key-backup.max-keys=3",
            "ganglion.key-backup.max-size=1KB"
        })
class KeyBackupLimitIT extends AuthServiceIT {
    private static final String VERSIONS = V3 + "room_keys/version";
    private static final String BACKUP = "{\"algorithm\": \"a\", \"auth_data\": {}}";

    private static Answer put(AuthDriver.Session user, String version, String session, int size) {
        return user.put(
                V3 + "room_keys/keys/!r:test.local/" + session + "?version=" + version,
                "{\"first_message_index\": 0, \"forwarded_count\": 0, \"is_verified\": false, \"session_data\": {\"x\": \"%s\"}}"
                        .formatted("x".repeat(size)));
    }

    @Test
    void d10KeysOfAllBackupsAreLimited() {
        AuthDriver.Session alice = auth.registered();
        String first = alice.post(VERSIONS, BACKUP).isOk().string("version");
        put(alice, first, "a", 10).isOk();
        String second = alice.post(VERSIONS, BACKUP).isOk().string("version");
        put(alice, second, "a", 10).isOk();
        put(alice, second, "b", 10).isOk();

        put(alice, second, "c", 10).isRefused(403, "M_RESOURCE_LIMIT_EXCEEDED");

        assertThat(alice.get(VERSIONS).body().integer("count")).hasValue(2L);
        put(alice, second, "b", 10).isOk();
        alice.delete(VERSIONS + "/" + first, "{}").isOk();
        put(alice, second, "c", 10).isOk();
    }

    @Test
    void d10TheSizeOfAllKeysIsLimited() {
        AuthDriver.Session alice = auth.registered();
        String version = alice.post(VERSIONS, BACKUP).isOk().string("version");
        put(alice, version, "a", 900).isOk();

        put(alice, version, "b", 900).isRefused(403, "M_RESOURCE_LIMIT_EXCEEDED");

        alice.delete(V3 + "room_keys/keys/!r:test.local/a?version=" + version, "{}").isOk();
        put(alice, version, "b", 900).isOk();
    }

    @Test
    void d10BackupsAreLimited() {
        AuthDriver.Session alice = auth.registered();
        String first = alice.post(VERSIONS, BACKUP).isOk().string("version");
        alice.post(VERSIONS, BACKUP).isOk();

        alice.post(VERSIONS, BACKUP).isRefused(403, "M_RESOURCE_LIMIT_EXCEEDED");

        alice.delete(VERSIONS + "/" + first, "{}").isOk();
        assertThat(alice.post(VERSIONS, BACKUP).isOk().string("version")).isEqualTo("3");
    }
}
