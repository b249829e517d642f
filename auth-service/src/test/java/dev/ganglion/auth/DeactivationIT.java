package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.EncryptionKeys.CROSS_SIGNING;
import static dev.ganglion.auth.EncryptionKeys.SIGNATURES;
import static dev.ganglion.auth.EncryptionKeys.publicKey;
import static dev.ganglion.auth.EncryptionKeys.signed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.auth.EncryptionKeys.Identity;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** What is left of a user whose account has ended. */
class DeactivationIT extends AuthServiceIT {
    private static final String BACKUP =
            """
            {"algorithm": "m.megolm_backup.v1.curve25519-aes-sha2", "auth_data": {"public_key": "abc"}}
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY =
            """
            {"first_message_index": 0, "forwarded_count": 0, "is_verified": true, "session_data": {"ciphertext": "abc"}}
            """;

    @Test
    void nothingIsLeft() {
        Device alice = aliceWithBelongings();

        deactivate(alice);

        hasNothing(alice.user());
    }

    @Test
    void nothingOfBrowsersAppsAndLoginsUnderWayIsLeft() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();
        sql(
                "insert into auth.oauth_client (client_id, metadata, created_at, last_used_at) values ('app', '{}', now(), now())");
        for (String row : underWay()) {
            sql(row.formatted(user));
        }

        alice.post(V3 + "account/deactivate", "{\"auth\": " + alice.passwordAuth() + "}").isOk();

        for (String table :
                List.of(
                        "browser_session",
                        "oauth_code",
                        "oauth_device_grant",
                        "cross_signing_reset",
                        "login_token")) {
            assertThat(count(table + " where user_id = '" + user + "'")).as(table).isZero();
        }
    }

    private static List<String> underWay() {
        return List.of(
                "insert into auth.browser_session (session_hash, user_id, password_version, last_used_at, expires_at) values ('\\x01', '%s', 0, now(), now() + interval '1 hour')",
                "insert into auth.oauth_code (code_hash, client_id, user_id, password_version, device_id, scope, redirect_uri, code_challenge, expires_at) values ('\\x01', 'app', '%s', 0, 'D', 's', 'r', 'c', now() + interval '1 hour')",
                "insert into auth.oauth_device_grant (device_code_hash, user_code_hash, client_id, device_id, scope, interval_seconds, expires_at, user_id) values ('\\x01', '\\x01', 'app', 'D', 's', 5, now() + interval '1 hour', '%s')",
                "insert into auth.cross_signing_reset (user_id, permitted_until) values ('%s', now() + interval '1 hour')",
                "insert into auth.login_token (token_hash, user_id, password_version, expires_at) values ('\\x01', '%s', 0, now() + interval '1 hour')");
    }

    @Test
    void whatACrashLeavesIsDeletedLater() {
        Device alice = aliceWithBelongings();

        sql(
                "update auth.account set deactivated_at = now(), must_leave_rooms = true where user_id = '%s'"
                        .formatted(alice.user()));

        await().untilAsserted(() -> isComplete(alice.user()));
        hasNothing(alice.user());
        auth.resolve(alice.session().accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        assertThat(RoomServiceDouble.INSTANCE.deactivated()).contains(alice.user());
    }

    @Test
    void a18AnErasureIsToldUntilBothServicesHaveConfirmedIt() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();
        RoomServiceDouble.INSTANCE.setSyncAway(true);
        try {
            alice.post(
                            V3 + "account/deactivate",
                            "{\"erase\": true, \"auth\": " + alice.passwordAuth() + "}")
                    .isOk();
            assertThat(RoomServiceDouble.INSTANCE.erasedInRooms()).contains(user);
            assertThat(mustLeave(user)).isOne();
        } finally {
            RoomServiceDouble.INSTANCE.setSyncAway(false);
        }

        await().untilAsserted(() -> isComplete(user));
        assertThat(RoomServiceDouble.INSTANCE.erasedInSync()).contains(user);
    }

    @Test
    void a18AnErasureIsDoneOnceMoreAfterWhatWasUnderWayForTheUser() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();

        alice.post(
                        V3 + "account/deactivate",
                        "{\"erase\": true, \"auth\": " + alice.passwordAuth() + "}")
                .isOk();

        assertThat(mustLeave(user)).isOne();
        await().untilAsserted(() -> isComplete(user));
        assertThat(
                        count(
                                "account where user_id = '%s' and deactivated_at < now() - interval '1 second'"
                                        .formatted(user)))
                .isOne();
        assertThat(Collections.frequency(RoomServiceDouble.INSTANCE.erasedInRooms(), user))
                .isGreaterThan(1);
        assertThat(Collections.frequency(RoomServiceDouble.INSTANCE.erasedInSync(), user))
                .isGreaterThan(1);
    }

    @Test
    void whoIsNotErasedIsToldSoAndNothingToSyncService() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();

        alice.post(V3 + "account/deactivate", "{\"auth\": " + alice.passwordAuth() + "}").isOk();

        assertThat(RoomServiceDouble.INSTANCE.deactivated()).contains(user);
        assertThat(RoomServiceDouble.INSTANCE.erasedInRooms()).doesNotContain(user);
        assertThat(RoomServiceDouble.INSTANCE.erasedInSync()).doesNotContain(user);
    }

    /** What somebody wished later is not confirmed by what was done before. */
    @Test
    void a18AnErasureThatIsWishedMeanwhileIsToldAsWell() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();
        String ending = "{\"auth\": " + alice.passwordAuth() + "}";
        var held = RoomServiceDouble.INSTANCE.holdAnswers();
        try {
            var answer =
                    HeldInserts.begin(() -> alice.post(V3 + "account/deactivate", ending).status());
            await().untilAsserted(() -> assertThat(timesDeactivated(user)).isEqualTo(2));
            sql(
                    "update auth.account set is_erased = true, deactivated_at = now() - interval '1 hour' where user_id = '%s'"
                            .formatted(user));
            RoomServiceDouble.INSTANCE.release(held);
            assertThat(answer).succeedsWithin(PATIENCE).isEqualTo(200);
        } finally {
            RoomServiceDouble.INSTANCE.release(held);
        }

        await().untilAsserted(
                        () ->
                                assertThat(RoomServiceDouble.INSTANCE.erasedInRooms())
                                        .contains(user));
        await().untilAsserted(() -> isComplete(user));
    }

    @Test
    void a18AnErasureIsNotConfirmedByARoomServiceThatDoesNotKnowOfErasures() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();
        RoomServiceDouble.INSTANCE.setOld(true);
        try {
            alice.post(
                            V3 + "account/deactivate",
                            "{\"erase\": true, \"auth\": " + alice.passwordAuth() + "}")
                    .isOk();
            sql(
                    "update auth.account set deactivated_at = now() - interval '1 hour' where user_id = '%s'"
                            .formatted(user));
            int before = timesDeactivated(user);
            await().untilAsserted(
                            () -> assertThat(timesDeactivated(user)).isGreaterThan(before + 1));
            assertThat(mustLeave(user)).isOne();
        } finally {
            RoomServiceDouble.INSTANCE.setOld(false);
        }

        await().untilAsserted(() -> isComplete(user));
        assertThat(RoomServiceDouble.INSTANCE.erasedInRooms()).contains(user);
    }

    private static int timesDeactivated(String user) {
        return Collections.frequency(RoomServiceDouble.INSTANCE.deactivated(), user);
    }

    private long mustLeave(String user) {
        return count("account where must_leave_rooms and user_id = '" + user + "'");
    }

    @Test
    void whatCannotBeDeletedKeepsNothingElseAndIsTriedAgain() {
        Device alice = aliceWithBelongings();
        sql(
                "create function auth.refuse() returns trigger language plpgsql as 'begin raise exception ''not now''; end'");
        sql(
                "create trigger refused before delete on auth.openid_token for each row execute function auth.refuse()");
        try {
            deactivate(alice);

            assertThat(count("openid_token where user_id = '" + alice.user() + "'")).isOne();
            assertThat(count("key_backup where user_id = '" + alice.user() + "'")).isZero();
            assertThat(RoomServiceDouble.INSTANCE.deactivated()).contains(alice.user());
        } finally {
            sql("drop function auth.refuse() cascade");
        }

        await().untilAsserted(() -> isComplete(alice.user()));
        hasNothing(alice.user());
    }

    @Test
    void manyThatCannotBeCompletedKeepNobodyElseFromIt() {
        sql(
                """
                create function auth.refuse() returns trigger language plpgsql as
                'begin if old.user_id like ''@0stuck%'' then raise exception ''not now''; end if; return old; end'
                """);
        sql(
                "create trigger refused before delete on auth.openid_token for each row execute function auth.refuse()");
        Device alice = aliceWithBelongings();
        try {
            sql(
                    """
                    with stuck as (
                        insert into auth.account (user_id, created_at, deactivated_at, must_leave_rooms)
                        select '@0stuck' || n || ':test.local', now(), now(), true
                        from generate_series(1, 60) as n
                        returning user_id)
                    insert into auth.openid_token (token_hash, user_id, expires_at)
                    select sha256(convert_to(user_id, 'UTF8')), user_id, now() + interval '1 hour'
                    from stuck
                    """);
            sql(
                    "update auth.account set deactivated_at = now(), must_leave_rooms = true where user_id = '%s'"
                            .formatted(alice.user()));

            await().atMost(PATIENCE).untilAsserted(() -> isComplete(alice.user()));
            assertThat(count("account where user_id like '@0stuck%' and must_leave_rooms"))
                    .isEqualTo(60);
        } finally {
            sql("drop function auth.refuse() cascade");
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count("account where must_leave_rooms")).isZero());
    }

    private Device aliceWithBelongings() {
        Device alice = Device.known(auth.registered());
        Identity identity = Identity.of(alice.user());
        alice.session().post(CROSS_SIGNING, identity.upload().toString()).isOk();
        alice.session()
                .post(
                        SIGNATURES,
                        EncryptionKeys.body(
                                alice.user(),
                                JsonObject.EMPTY.with(
                                        alice.id(),
                                        signed(alice.keys(), alice.user(), identity.self()))))
                .isOk();
        signsBob(alice, identity);
        String version = alice.session().post(V3 + "room_keys/version", BACKUP).string("version");
        alice.session()
                .put(V3 + "room_keys/keys/!room:test.local/session?version=" + version, KEY)
                .isOk();
        alice.session().post(V3 + "user/" + alice.user() + "/openid/request_token", "{}").isOk();
        return alice;
    }

    private void signsBob(Device alice, Identity identity) {
        Device bob = Device.known(auth.registered());
        Identity ofBob = Identity.of(bob.user());
        bob.session().post(CROSS_SIGNING, ofBob.upload().toString()).isOk();
        alice.session()
                .post(
                        SIGNATURES,
                        EncryptionKeys.body(
                                bob.user(),
                                JsonObject.EMPTY.with(
                                        publicKey(ofBob.master()),
                                        signed(
                                                ofBob.masterKey(),
                                                alice.user(),
                                                identity.others()))))
                .isOk();
        assertThat(count("key_signature where signer_user_id = '" + alice.user() + "'"))
                .isEqualTo(2);
    }

    private static void deactivate(Device user) {
        user.session()
                .post(
                        V3 + "account/deactivate",
                        "{\"auth\": " + user.session().passwordAuth() + "}")
                .isOk();
    }

    private void isComplete(String user) {
        assertThat(count("account where user_id = '" + user + "' and must_leave_rooms")).isZero();
    }

    private void hasNothing(String user) {
        for (String table :
                List.of(
                        "device",
                        "device_key",
                        "openid_token",
                        "key_backup",
                        "key_backup_owner",
                        "cross_signing_key")) {
            assertThat(count(table + " where user_id = '" + user + "'")).as(table).isZero();
        }
        assertThat(count("key_signature where signer_user_id = '" + user + "'")).isZero();
        await().untilAsserted(() -> assertThat(count("discarded_key_set")).isZero());
        assertThat(count("room_key where key_set not in (select key_set from auth.key_backup)"))
                .isZero();
    }
}
