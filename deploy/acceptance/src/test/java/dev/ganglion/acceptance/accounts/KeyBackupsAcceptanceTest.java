package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.protocol.json.Json.parseObject;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** {@code key_backup.yaml}, as a client goes through it that is set up, and then another one. */
@ExtendWith(Stage.class)
class KeyBackupsAcceptanceTest {
    private static final String ROOM = "!kept:example.org";

    private final MatrixSession someone;
    private final MatrixSession other;

    KeyBackupsAcceptanceTest(Homeserver server) {
        this.someone = server.stranger();
        this.other = server.stranger();
    }

    private static JsonObject backup(String publicKey) {
        return parseObject(
                """
                {"algorithm": "m.megolm_backup.v1.curve25519-aes-sha2",
                 "auth_data": {"public_key": "%s"}}
                """
                        .formatted(publicKey));
    }

    private static JsonObject key(int firstMessageIndex) {
        return parseObject(
                """
                {"first_message_index": %d, "forwarded_count": 0, "is_verified": false,
                 "session_data": {"ciphertext": "c", "ephemeral": "e", "mac": "m"}}
                """
                        .formatted(firstMessageIndex));
    }

    private String newBackup() {
        return someone.call("POST", v3("room_keys", "version"), backup("k"))
                .string("version")
                .orElseThrow();
    }

    private static String keys(String version, Object... segments) {
        return v3(segments) + "?version=" + version;
    }

    @Test
    void whatWasBackedUpIsRestored() {
        String version = newBackup();
        JsonObject rooms =
                parseObject(
                        "{\"rooms\": {\"%s\": {\"sessions\": {\"s\": %s}}}}"
                                .formatted(ROOM, key(3)));

        JsonObject tally = someone.call("PUT", keys(version, "room_keys", "keys"), rooms);
        someone.call("PUT", keys(version, "room_keys", "keys", ROOM, "s"), key(7));
        someone.call("PUT", keys(version, "room_keys", "keys", ROOM, "t"), key(0));

        assertThat(tally.integer("count")).hasValue(1L);
        assertThat(someone.get(keys(version, "room_keys", "keys", ROOM, "s"))).isEqualTo(key(3));
        assertThat(someone.get(keys(version, "room_keys", "keys", ROOM)))
                .isEqualTo(
                        parseObject(
                                "{\"sessions\": {\"s\": %s, \"t\": %s}}"
                                        .formatted(key(3), key(0))));
        JsonObject info = someone.get(v3("room_keys", "version"));
        assertThat(info.integer("count")).hasValue(2L);
        assertThat(info.string("etag")).isNotEqualTo(tally.string("etag"));
        assertThat(someone.get(v3("room_keys", "version", version))).isEqualTo(info);
    }

    @Test
    void whatIsDeletedIsGone() {
        String version = newBackup();
        someone.call("PUT", keys(version, "room_keys", "keys", ROOM, "s"), key(0));
        someone.call("PUT", keys(version, "room_keys", "keys", ROOM, "t"), key(0));

        JsonObject tally = someone.delete(keys(version, "room_keys", "keys", ROOM, "s"));
        assertThat(tally.integer("count")).hasValue(1L);
        someone.delete(keys(version, "room_keys", "keys", ROOM));
        someone.delete(keys(version, "room_keys", "keys"));
        assertThat(someone.get(keys(version, "room_keys", "keys")))
                .isEqualTo(parseObject("{\"rooms\": {}}"));
        someone.delete(v3("room_keys", "version", version));
        someone.delete(v3("room_keys", "version", version));

        refused(404, "M_NOT_FOUND", () -> someone.get(keys(version, "room_keys", "keys")));
        refused(404, "M_NOT_FOUND", () -> someone.get(v3("room_keys", "version", version)));
    }

    @Test
    void afterAResetTheOldBackupTakesNoKeys() {
        String old = newBackup();
        String current = newBackup();
        someone.call("PUT", v3("room_keys", "version", current), backup("new"));

        var refusal =
                refused(
                        403,
                        "M_WRONG_ROOM_KEYS_VERSION",
                        () ->
                                someone.call(
                                        "PUT", keys(old, "room_keys", "keys", ROOM, "s"), key(0)));

        assertThat(refusal.body().string("current_version")).hasValue(current);
    }

    @Test
    void keysOfARoomAndOfManyAreBackedUpAtOnce() {
        String version = newBackup();
        String oneRoom = "{\"sessions\": {\"s\": %s, \"t\": %s}}".formatted(key(0), key(1));

        JsonObject tally =
                someone.callWith("PUT", keys(version, "room_keys", "keys", ROOM), oneRoom);

        assertThat(tally.integer("count")).hasValue(2L);
        assertThat(someone.get(keys(version, "room_keys", "keys")))
                .isEqualTo(parseObject("{\"rooms\": {\"%s\": %s}}".formatted(ROOM, oneRoom)));
    }

    @Test
    void everyWriteToAnOldBackupIsRefused() {
        String old = newBackup();
        newBackup();

        JsonObject rooms = parseObject("{\"rooms\": {\"%s\": {\"sessions\": {}}}}".formatted(ROOM));
        JsonObject sessions = parseObject("{\"sessions\": {\"s\": %s}}".formatted(key(0)));

        refused(
                403,
                "M_WRONG_ROOM_KEYS_VERSION",
                () -> someone.call("PUT", keys(old, "room_keys", "keys"), rooms));
        refused(
                403,
                "M_WRONG_ROOM_KEYS_VERSION",
                () -> someone.call("PUT", keys(old, "room_keys", "keys", ROOM), sessions));
    }

    @Test
    void whatThereIsNotIsNotFound() {
        String version = newBackup();
        String session = keys(version, "room_keys", "keys", ROOM, "absent");
        String none = keys("12345", "room_keys", "keys");

        refused(404, "M_NOT_FOUND", () -> someone.get(session));
        refused(404, "M_NOT_FOUND", () -> someone.get(v3("room_keys", "version", "12345")));
        refused(404, "M_NOT_FOUND", () -> someone.delete(v3("room_keys", "version", "12345")));
        refused(
                404,
                "M_NOT_FOUND",
                () -> someone.call("PUT", v3("room_keys", "version", "12345"), backup("k")));
        for (String path :
                List.of(
                        none,
                        keys("12345", "room_keys", "keys", ROOM),
                        keys("12345", "room_keys", "keys", ROOM, "s"))) {
            refused(404, "M_NOT_FOUND", () -> someone.get(path));
            refused(404, "M_NOT_FOUND", () -> someone.delete(path));
        }
        refused(
                404,
                "M_NOT_FOUND",
                () -> other.call("PUT", keys("1", "room_keys", "keys", ROOM, "s"), key(0)));
        JsonObject sessions = parseObject("{\"sessions\": {\"s\": %s}}".formatted(key(0)));
        refused(
                404,
                "M_NOT_FOUND",
                () -> other.call("PUT", keys("1", "room_keys", "keys", ROOM), sessions));
        JsonObject rooms = parseObject("{\"rooms\": {\"%s\": %s}}".formatted(ROOM, sessions));
        refused(404, "M_NOT_FOUND", () -> other.call("PUT", keys("1", "room_keys", "keys"), rooms));
    }

    @Test
    void aBackupKeepsItsAlgorithm() {
        String version = newBackup();
        JsonObject changed = backup("k").toBuilder().put("algorithm", "m.megolm_backup.v9").build();

        refused(
                400,
                "M_INVALID_PARAM",
                () -> someone.call("PUT", v3("room_keys", "version", version), changed));
        refused(
                400,
                "M_INVALID_PARAM",
                () ->
                        someone.call(
                                "PUT",
                                v3("room_keys", "version", version),
                                backup("k").toBuilder().put("version", "other").build()));
    }

    @Test
    void anotherUserHasNoneOfIt() {
        String version = newBackup();
        someone.call("PUT", keys(version, "room_keys", "keys", ROOM, "s"), key(0));

        refused(404, "M_NOT_FOUND", () -> other.get(keys(version, "room_keys", "keys")));
        refused(404, "M_NOT_FOUND", () -> other.get(v3("room_keys", "version")));
    }
}
