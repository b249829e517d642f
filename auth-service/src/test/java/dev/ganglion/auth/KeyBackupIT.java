package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class KeyBackupIT extends AuthServiceIT {
    private static final String VERSIONS = V3 + "room_keys/version";
    private static final String KEYS = V3 + "room_keys/keys";
    private static final String ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2";
    private static final String ROOM = "!one:test.local";
    private static final String OTHER_ROOM = "!zwei:test.local";

    private AuthDriver.Session alice;

    @BeforeEach
    void registerAlice() {
        alice = auth.registered();
    }

    private static String backup(String publicKey) {
        return """
               {"algorithm": "%s", "auth_data": {"public_key": "%s", "unknown": [1, null, {}]}}
               """
                .formatted(ALGORITHM, publicKey);
    }

    private static String create(AuthDriver.Session user) {
        return user.post(VERSIONS, backup("abc")).isOk().string("version");
    }

    private static String key(boolean isVerified, int index, int forwarded, String data) {
        return """
               {"first_message_index": %d, "forwarded_count": %d, "is_verified": %b, "session_data": {"ciphertext": "%s"}}
               """
                .formatted(index, forwarded, isVerified, data);
    }

    private static String one(String room, String session, String version) {
        return KEYS + "/" + room + "/" + session + "?version=" + version;
    }

    private static String room(String room, String version) {
        return KEYS + "/" + room + "?version=" + version;
    }

    private static String all(String version) {
        return KEYS + "?version=" + version;
    }

    private static String sessions(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "\"session%05d\": %s".formatted(i, key(false, i, 0, "data" + i)))
                .collect(Collectors.joining(",", "{\"sessions\": {", "}}"));
    }

    private static String data(Answer answer) {
        return answer.isOk()
                .body()
                .object("session_data")
                .flatMap(sessionData -> sessionData.string("ciphertext"))
                .orElseThrow();
    }

    private static long count(Answer answer) {
        return answer.isOk().body().integer("count").orElseThrow();
    }

    private String etag(String version) {
        return alice.get(VERSIONS + "/" + version).isOk().string("etag");
    }

    @Test
    void aBackupIsMadeReadAndChanged() {
        alice.get(VERSIONS).isRefused(404, "M_NOT_FOUND");
        String version = create(alice);

        Answer info = alice.get(VERSIONS).isOk();

        assertThat(info.string("algorithm")).isEqualTo(ALGORITHM);
        assertThat(info.string("version")).isEqualTo(version);
        assertThat(info.body().integer("count")).hasValue(0L);
        assertThat(info.body().string("etag")).isPresent();
        assertThat(info.body().object("auth_data").orElseThrow())
                .isEqualTo(Json.parseObject("{\"public_key\":\"abc\",\"unknown\":[1,null,{}]}"));
        alice.put(VERSIONS + "/" + version, backup("new")).isOk();
        assertThat(alice.get(VERSIONS + "/" + version).body().object("auth_data").orElseThrow())
                .isEqualTo(Json.parseObject("{\"public_key\":\"new\",\"unknown\":[1,null,{}]}"));
    }

    @Test
    void theLastBackupIsTheCurrentOneAndNoNumberIsUsedAgain() {
        String first = create(alice);
        String second = create(alice);
        assertThat(alice.get(VERSIONS).string("version")).isEqualTo(second);

        alice.delete(VERSIONS + "/" + second, "{}").isOk();

        assertThat(alice.get(VERSIONS).string("version")).isEqualTo(first);
        assertThat(create(alice)).isNotIn(first, second);
    }

    @Test
    void whatWasDeletedBeforeCountsAsDeletedAndWhatNeverWasDoesNot() {
        String version = create(alice);

        alice.delete(VERSIONS + "/" + version, "{}").isOk();
        alice.delete(VERSIONS + "/" + version, "{}").isOk();

        alice.get(VERSIONS + "/" + version).isRefused(404, "M_NOT_FOUND");
        alice.get(VERSIONS).isRefused(404, "M_NOT_FOUND");
        for (String unknown : List.of("99", "0", "-1", "x", "9".repeat(40), "01")) {
            alice.delete(VERSIONS + "/" + unknown, "{}").isRefused(404, "M_NOT_FOUND");
            alice.get(VERSIONS + "/" + unknown).isRefused(404, "M_NOT_FOUND");
            alice.put(VERSIONS + "/" + unknown, backup("x")).isRefused(404, "M_NOT_FOUND");
        }
        auth.registered().delete(VERSIONS + "/1", "{}").isRefused(404, "M_NOT_FOUND");
    }

    @Test
    void onlyTheAuthDataOfABackupCanBeChanged() {
        String path = VERSIONS + "/" + create(alice);

        alice.put(path, backup("x").replace(ALGORITHM, "m.other"))
                .isRefused(400, "M_INVALID_PARAM");
        alice.put(path, "{\"version\": \"9\"," + backup("x").strip().substring(1))
                .isRefused(400, "M_INVALID_PARAM");

        assertThat(alice.get(path).body().object("auth_data").orElseThrow().string("public_key"))
                .hasValue("abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | M_MISSING_PARAM",
                "{\"algorithm\": \"a\"} | M_MISSING_PARAM",
                "{\"auth_data\": {}} | M_MISSING_PARAM",
                "{\"algorithm\": 1, \"auth_data\": {}} | M_BAD_JSON",
                "{\"algorithm\": \"\", \"auth_data\": {}} | M_INVALID_PARAM",
                "{\"algorithm\": \"a\", \"auth_data\": []} | M_BAD_JSON",
                "[] | M_BAD_JSON",
                "{ | M_NOT_JSON"
            })
    void whatIsNoBackupIsRefused(String body, String errcode) {
        alice.post(VERSIONS, body).isRefused(400, errcode);
    }

    @Test
    void keysAreStoredAndReadByAllThreePaths() {
        String version = create(alice);
        String rooms =
                "{\"rooms\": {\"%s\": {\"sessions\": {\"a/b+c\": %s}}, \"%s\": {\"sessions\": {\"s2\": %s}}}}"
                        .formatted(
                                ROOM, key(true, 1, 2, "first"), OTHER_ROOM, key(false, 0, 0, "x"));

        assertThat(count(alice.put(all(version), rooms))).isEqualTo(2);
        assertThat(count(alice.put(room(ROOM, version), sessions(0, 2)))).isEqualTo(4);
        assertThat(count(alice.put(one(ROOM, "last", version), key(false, 7, 3, "z"))))
                .isEqualTo(5);

        Answer everything = alice.get(all(version)).isOk();
        JsonObject read = everything.body().object("rooms").orElseThrow();
        assertThat(read.keys()).containsExactlyInAnyOrder(ROOM, OTHER_ROOM);
        assertThat(alice.get(room(ROOM, version)).isOk().body())
                .isEqualTo(read.object(ROOM).orElseThrow());
        assertThat(alice.get(room(ROOM, version)).body().object("sessions").orElseThrow().keys())
                .containsExactlyInAnyOrder("a/b+c", "session00000", "session00001", "last");
        assertThat(alice.get(one(ROOM, "a%2Fb+c", version)).isOk().body())
                .isEqualTo(Json.parseObject(key(true, 1, 2, "first")));
    }

    @Test
    void aBackupWithoutKeysIsEmptyAndNotMissing() {
        String version = create(alice);

        assertThat(alice.get(all(version)).isOk().body())
                .isEqualTo(Json.parseObject("{\"rooms\":{}}"));
        assertThat(alice.get(room(ROOM, version)).isOk().body())
                .isEqualTo(Json.parseObject("{\"sessions\":{}}"));
        alice.get(one(ROOM, "s", version)).isRefused(404, "M_NOT_FOUND");
        assertThat(count(alice.delete(one(ROOM, "s", version), "{}"))).isZero();
    }

    @Test
    void aMissingBackupIsNotFound() {
        for (String version : List.of("1", "x")) {
            for (String path :
                    List.of(all(version), room(ROOM, version), one(ROOM, "s", version))) {
                alice.get(path).isRefused(404, "M_NOT_FOUND");
                alice.delete(path, "{}").isRefused(404, "M_NOT_FOUND");
            }
            alice.put(one(ROOM, "s", version), key(false, 0, 0, "d")).isRefused(404, "M_NOT_FOUND");
        }
        alice.get(KEYS).isRefused(400, "M_MISSING_PARAM");
        alice.put(KEYS, "{\"rooms\": {}}").isRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void keysAreOnlyAddedToTheCurrentBackup() {
        String old = create(alice);
        alice.put(one(ROOM, "s", old), key(false, 0, 0, "old")).isOk();
        String current = create(alice);

        for (String version : List.of(old, "99", "x")) {
            Answer refusal = alice.put(one(ROOM, "s", version), key(false, 0, 0, "d"));
            refusal.isRefused(403, "M_WRONG_ROOM_KEYS_VERSION");
            assertThat(refusal.string("current_version")).isEqualTo(current);
        }

        assertThat(data(alice.get(one(ROOM, "s", old)))).isEqualTo("old");
        assertThat(count(alice.delete(one(ROOM, "s", old), "{}"))).isZero();
        assertThat(count(alice.get(VERSIONS))).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "verified wins over an earlier index, true, 9, 9, true",
        "unverified loses in spite of an earlier index, false, 0, 0, false",
        "an earlier index wins over more forwards, true, 4, 9, true",
        "a later index loses in spite of fewer forwards, true, 6, 0, false",
        "fewer forwards win, true, 5, 1, true",
        "more forwards lose, true, 5, 3, false",
        "an equal one stays, true, 5, 2, false"
    })
    void theBetterKeyIsKept(
            String rule, boolean isVerified, int index, int forwarded, boolean isReplaced) {
        boolean wasVerified = !rule.startsWith("verified");
        String version = create(alice);
        alice.put(one(ROOM, "s", version), key(wasVerified, 5, 2, "old")).isOk();
        String before = etag(version);

        Answer answer =
                alice.put(one(ROOM, "s", version), key(isVerified, index, forwarded, "new"));

        assertThat(count(answer)).isEqualTo(1);
        assertThat(data(alice.get(one(ROOM, "s", version)))).isEqualTo(isReplaced ? "new" : "old");
        assertThat(answer.string("etag")).isEqualTo(etag(version));
        assertThat(!etag(version).equals(before)).isEqualTo(isReplaced);
    }

    @Test
    void theEtagChangesWithTheKeysAndOnlyThen() {
        String version = create(alice);
        String empty = etag(version);
        alice.put(one(ROOM, "s", version), key(false, 0, 0, "d")).isOk();
        String full = etag(version);
        assertThat(full).isNotEqualTo(empty);

        alice.put(one(ROOM, "s", version), key(false, 0, 0, "again")).isOk();
        alice.put(VERSIONS + "/" + version, backup("other")).isOk();
        alice.put(all(version), "{\"rooms\": {}}").isOk();
        alice.delete(one(OTHER_ROOM, "s", version), "{}").isOk();
        alice.delete(room(OTHER_ROOM, version), "{}").isOk();

        assertThat(etag(version)).isEqualTo(full);
        alice.delete(all(version), "{}").isOk();
        String emptied = etag(version);
        assertThat(emptied).isNotIn(empty, full);
        alice.delete(all(version), "{}").isOk();
        assertThat(etag(version)).isEqualTo(emptied);
    }

    @Test
    void keysAreDeletedOneByOneByRoomAndAltogether() {
        String version = create(alice);
        alice.put(room(ROOM, version), sessions(0, 3)).isOk();
        alice.put(room(OTHER_ROOM, version), sessions(0, 2)).isOk();

        assertThat(count(alice.delete(one(ROOM, "session00000", version), "{}"))).isEqualTo(4);
        alice.get(one(ROOM, "session00000", version)).isRefused(404, "M_NOT_FOUND");
        assertThat(count(alice.delete(room(ROOM, version), "{}"))).isEqualTo(2);
        assertThat(alice.get(room(ROOM, version)).body())
                .isEqualTo(Json.parseObject("{\"sessions\":{}}"));
        assertThat(count(alice.delete(all(version), "{}"))).isZero();
        assertThat(alice.get(all(version)).body()).isEqualTo(Json.parseObject("{\"rooms\":{}}"));
        assertThat(count(alice.put(room(ROOM, version), sessions(0, 3)))).isEqualTo(3);
    }

    @Test
    void theKeysOfADeletedBackupAreGone() {
        String secret = "secret" + alice.localpart();
        String version = create(alice);
        alice.put(one(ROOM, "s", version), key(false, 0, 0, secret)).isOk();
        assertThat(stored(secret)).isEqualTo(1);

        alice.delete(VERSIONS + "/" + version, "{}").isOk();

        alice.get(all(version)).isRefused(404, "M_NOT_FOUND");
        await().untilAsserted(() -> assertThat(stored(secret)).isZero());
        await().untilAsserted(() -> assertThat(count("discarded_key_set")).isZero());
    }

    private long stored(String secret) {
        return database.sql("select count(*) from auth.room_key where session_data like :pattern")
                .bind("pattern", "%" + secret + "%")
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void theCountIsRightAfterConcurrentWrites() {
        String version = create(alice);

        List<Answer> answers =
                IntStream.range(0, 16)
                        .parallel()
                        .mapToObj(i -> alice.put(room(ROOM, version), sessions(i * 5, i * 5 + 10)))
                        .toList();

        assertThat(answers).allSatisfy(Answer::isOk);
        assertThat(count(alice.get(VERSIONS))).isEqualTo(85);
        assertThat(alice.get(room(ROOM, version)).body().object("sessions").orElseThrow().keys())
                .hasSize(85);
        assertThat(answers).extracting(answer -> answer.string("etag")).contains(etag(version));
    }

    @Test
    void aBackupOfManyPagesIsReadWhole() {
        String version = create(alice);
        for (int i = 0; i < 6; i++) {
            alice.put(room(ROOM, version), sessions(i * 250, i * 250 + 250)).isOk();
        }
        alice.put(room(OTHER_ROOM, version), sessions(0, 250)).isOk();

        JsonObject rooms = alice.get(all(version)).isOk().body().object("rooms").orElseThrow();

        assertThat(rooms.object(ROOM).orElseThrow())
                .isEqualTo(Json.parseObject(sessions(0, 1_500)))
                .isEqualTo(alice.get(room(ROOM, version)).isOk().body());
        assertThat(rooms.object(OTHER_ROOM).orElseThrow())
                .isEqualTo(Json.parseObject(sessions(0, 250)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | M_MISSING_PARAM",
                "{\"rooms\": []} | M_BAD_JSON",
                "{\"rooms\": {\"!r:x\": 1}} | M_BAD_JSON",
                "{\"rooms\": {\"nonsense\": {\"sessions\": {}}}} | M_INVALID_PARAM",
                "{\"rooms\": {\"!r:x\": {}}} | M_MISSING_PARAM",
                "{\"rooms\": {\"!r:x\": {\"sessions\": 1}}} | M_BAD_JSON",
                "{\"rooms\": {\"!r:x\": {\"sessions\": {\"s\": null}}}} | M_BAD_JSON",
                "{\"rooms\": {\"!r:x\": {\"sessions\": {\"\": {}}}}} | M_INVALID_PARAM",
                "{\"rooms\": {\"!r:x\": {\"sessions\": {\"s\": {}}}}} | M_MISSING_PARAM",
                "{\"rooms\": {\"!r:x\": {\"sessions\": {\"s\\u0000\": {}}}}} | M_BAD_JSON"
            })
    void whatAreNoKeysIsRefused(String body, String errcode) {
        alice.put(all(create(alice)), body).isRefused(400, errcode);
    }

    @ParameterizedTest
    @CsvSource({
        "is_verified, 1, M_BAD_JSON",
        "first_message_index, true, M_BAD_JSON",
        "first_message_index, -1, M_INVALID_PARAM",
        "first_message_index, 1.5, M_BAD_JSON",
        "forwarded_count, -1, M_INVALID_PARAM",
        "forwarded_count, 99999999999999999999, M_BAD_JSON",
        "session_data, text, M_BAD_JSON"
    })
    void aKeyOfWrongTypesIsRefusedAndNoOtherIsStored(String field, String value, String errcode) {
        String version = create(alice);
        String wrong = value.equals("text") ? "\"text\"" : value;
        String bad =
                key(false, 0, 0, "d")
                        .replaceFirst(
                                "\"" + field + "\": (\\{[^}]*}|[^,]*)",
                                "\"" + field + "\": " + wrong);

        alice.put(
                        room(ROOM, version),
                        "{\"sessions\": {\"good\": %s, \"bad\": %s}}"
                                .formatted(key(false, 0, 0, "d"), bad))
                .isRefused(400, errcode);

        assertThat(count(alice.get(VERSIONS))).isZero();
    }

    @Test
    void d10HugeKeysAndBackupsAreRefused() {
        String version = create(alice);

        alice.put(one(ROOM, "s", version), key(false, 0, 0, "x".repeat(40_000)))
                .isRefused(413, "M_TOO_LARGE");
        alice.put(one(ROOM, "s", version), key(false, 0, 0, "x".repeat(1_100_000)))
                .isRefused(413, "M_TOO_LARGE");
        alice.put(one(ROOM, "s".repeat(256), version), key(false, 0, 0, "x"))
                .isRefused(400, "M_INVALID_PARAM");
        alice.post(VERSIONS, backup("x".repeat(70_000))).isRefused(413, "M_TOO_LARGE");

        assertThat(count(alice.get(VERSIONS))).isZero();
    }

    @Test
    void a16AnothersBackupIsNotThere() {
        AuthDriver.Session mallory = auth.registered();
        String version = create(alice);
        alice.put(one(ROOM, "s", version), key(false, 5, 5, "mine")).isOk();
        create(mallory);

        assertThat(mallory.get(all(version)).isOk().body())
                .isEqualTo(Json.parseObject("{\"rooms\":{}}"));
        mallory.get(one(ROOM, "s", version)).isRefused(404, "M_NOT_FOUND");
        mallory.put(one(ROOM, "s", version), key(true, 0, 0, "theirs")).isOk();
        mallory.delete(all(version), "{}").isOk();
        mallory.delete(VERSIONS + "/" + version, "{}").isOk();

        assertThat(data(alice.get(one(ROOM, "s", version)))).isEqualTo("mine");
    }
}
