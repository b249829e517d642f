package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v1;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code admin.yaml}, {@code registration_tokens.yaml}, and how a first administrator is made. */
@ExtendWith(Stage.class)
class AdministrationAcceptanceTest {
    private static final String SECRET_REGISTRATION = "/_synapse/admin/v1/register";
    private static final String TOKENS = "/_synapse/admin/v1/registration_tokens/new";
    private static final String VALIDITY =
            v1("register", "m.login.registration_token", "validity") + "?token=";

    @TempDir private static Path data;
    private static Homeserver server;
    private static MatrixSession admin;

    private MatrixSession someone;

    @BeforeAll
    static void startServer(Clients clients) throws Exception {
        server =
                Homeserver.start(
                        clients,
                        Map.of(
                                "GANGLION_RATE_LIMITS", "off",
                                "GANGLION_REGISTRATION", "token",
                                "GANGLION_DATA", data.toString()));
        admin = registeredBySecret("operator", true);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void registerSomebody() throws Exception {
        someone = registeredBySecret("user-" + UUID.randomUUID(), false);
    }

    @Test
    void anInvitationIsGoodAsOftenAsItSays() {
        JsonObject made =
                admin.call("POST", TOKENS, JsonObject.builder().put("uses_allowed", 1).build());
        String token = made.string("token").orElseThrow();
        MatrixClient anyone = server.client();
        assertThat(anyone.get(VALIDITY + token).bool("valid")).contains(true);

        MatrixSession guest =
                anyone.register("guest-" + UUID.randomUUID(), "their password", token);

        assertThat(guest.get(v3("account", "whoami")).string("user_id"))
                .contains(guest.userId().value());
        assertThat(anyone.get(VALIDITY + token).bool("valid")).contains(false);
        refused(
                401,
                "M_FORBIDDEN",
                () -> anyone.register("late-" + UUID.randomUUID(), "their password", token));
        refused(403, "M_FORBIDDEN", () -> someone.call("POST", TOKENS, JsonObject.EMPTY));
    }

    @Test
    void usersSeeWhereTheyAreLoggedInAndAdministratorsSeeAnybody() {
        String whois = v3("admin", "whois", someone.userId());

        for (MatrixSession reader : new MatrixSession[] {someone, admin}) {
            JsonObject answer = reader.get(whois);
            assertThat(answer.string("user_id")).contains(someone.userId().value());
            assertThat(answer.object("devices").orElseThrow().keys())
                    .containsExactly(someone.deviceId().value());
        }
        refused(403, "M_FORBIDDEN", () -> someone.get(v3("admin", "whois", admin.userId())));
        refused(404, "M_NOT_FOUND", () -> admin.get(v3("admin", "whois", nobody())));
    }

    @Test
    void aLockedUserCanDoNothingUntilTheLockIsOpened() {
        String lock = v1("admin", "lock", someone.userId());
        assertThat(admin.get(lock).bool("locked")).contains(false);

        assertThat(admin.call("PUT", lock, with("locked", true)).bool("locked")).contains(true);

        await().untilAsserted(
                        () -> {
                            MatrixError refusal =
                                    refused(
                                            401,
                                            "M_USER_LOCKED",
                                            () -> someone.get(v3("account", "whoami")));
                            assertThat(refusal.body().bool("soft_logout")).contains(true);
                        });
        assertThat(admin.get(lock).bool("locked")).contains(true);
        admin.call("PUT", lock, with("locked", false));
        await().untilAsserted(
                        () ->
                                assertThat(someone.get(v3("account", "whoami")).string("user_id"))
                                        .contains(someone.userId().value()));
    }

    @Test
    void aSuspendedUserReadsButDoesNotWrite() {
        String suspend = v1("admin", "suspend", someone.userId());
        assertThat(admin.get(suspend).bool("suspended")).contains(false);

        assertThat(admin.call("PUT", suspend, with("suspended", true)).bool("suspended"))
                .contains(true);

        await().untilAsserted(
                        () ->
                                refused(
                                        403,
                                        "M_USER_SUSPENDED",
                                        () -> someone.createRoom("Not any more")));
        assertThat(admin.get(suspend).bool("suspended")).contains(true);
        assertThat(someone.get(v3("account", "whoami")).string("user_id")).isPresent();
        admin.call("PUT", suspend, with("suspended", false));
        await().untilAsserted(() -> assertThat(someone.createRoom("Again")).isNotNull());
    }

    @ParameterizedTest
    @CsvSource({"lock, locked", "suspend, suspended"})
    void nobodyElseTakesTheseMeasuresAndAgainstAdministratorsNobody(String what, String field) {
        JsonObject wanted = with(field, true);
        String path = v1("admin", what, someone.userId());

        refused(403, "M_FORBIDDEN", () -> someone.get(path));
        refused(403, "M_FORBIDDEN", () -> someone.call("PUT", path, wanted));
        refused(404, "M_NOT_FOUND", () -> admin.get(v1("admin", what, nobody())));
        refused(404, "M_NOT_FOUND", () -> admin.call("PUT", v1("admin", what, nobody()), wanted));
        refused(
                403,
                "M_FORBIDDEN",
                () -> admin.call("PUT", v1("admin", what, admin.userId()), wanted));
        String foreign = v1("admin", what, "@someone:far.example");
        refused(400, "M_INVALID_PARAM", () -> admin.get(foreign));
        refused(400, "M_INVALID_PARAM", () -> admin.call("PUT", foreign, wanted));
        refused(400, "M_MISSING_PARAM", () -> admin.call("PUT", path, JsonObject.EMPTY));
    }

    private static JsonObject with(String field, boolean value) {
        return JsonObject.EMPTY.with(field, JsonBoolean.of(value));
    }

    private static String nobody() {
        return "@nobody:" + admin.userId().serverName();
    }

    private static MatrixSession registeredBySecret(String name, boolean isAdmin)
            throws GeneralSecurityException, IOException {
        String nonce = server.client().get(SECRET_REGISTRATION).string("nonce").orElseThrow();
        String role = isAdmin ? "admin" : "notadmin";
        JsonObject request =
                JsonObject.builder()
                        .put("nonce", nonce)
                        .put("username", name)
                        .put("password", Homeserver.PASSWORD)
                        .put("admin", isAdmin)
                        .put("mac", mac(String.join("\0", nonce, name, Homeserver.PASSWORD, role)))
                        .build();
        JsonObject answer = server.client().call("POST", SECRET_REGISTRATION, request);
        return server.client()
                .resume(
                        UserId.parse(answer.string("user_id").orElseThrow()),
                        new DeviceId(answer.string("device_id").orElseThrow()),
                        answer.string("access_token").orElseThrow());
    }

    /** Made with the secret that lies on the server. */
    private static String mac(String text) throws GeneralSecurityException, IOException {
        Path file = data.resolve("secrets").resolve("registration-shared-secret");
        byte[] secret = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret, "HmacSHA1"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
