package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class SharedSecretIT extends AuthServiceIT {
    private static final String PATH = "/_synapse/admin/v1/register";
    private static final String SECRET = "a shared secret";

    private String nonce() {
        return auth.get(PATH).isOk().string("nonce");
    }

    private static String mac(String secret, String... parts) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] message = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(mac.doFinal(message));
    }

    private Answer register(String nonce, String name, boolean isAdmin, String mac, String more) {
        return auth.post(
                PATH,
                """
                {"nonce": "%s", "username": "%s", "password": "%s", "admin": %s, "mac": "%s" %s}
                """
                        .formatted(nonce, name, PASSWORD, isAdmin, mac, more));
    }

    @Test
    void anAdministratorIsMadeAndLoggedIn() throws Exception {
        String name = freshName();
        String nonce = nonce();

        Answer answer =
                register(nonce, name, true, mac(SECRET, nonce, name, PASSWORD, "admin"), "").isOk();

        assertThat(answer.string("user_id")).isEqualTo("@" + name + ":test.local");
        assertThat(answer.string("home_server")).isEqualTo("test.local");
        assertThat(answer.string("device_id")).isNotEmpty();
        assertThat(auth.resolve(answer.string("access_token")).body().bool("is_admin"))
                .hasValue(true);
    }

    @Test
    void aUserTypeIsPartOfTheProof() throws Exception {
        String name = freshName();
        String nonce = nonce();
        String mac = mac(SECRET, nonce, name, PASSWORD, "notadmin", "bot");

        Answer answer =
                register(
                                nonce,
                                name,
                                false,
                                mac,
                                ", \"user_type\": \"bot\", \"inhibit_login\": true")
                        .isOk();

        assertThat(answer.body().has("access_token")).isFalse();
        String token = auth.login(name, PASSWORD).isOk().string("access_token");
        assertThat(auth.resolve(token).body().bool("is_admin")).hasValue(false);
    }

    @Test
    void theOperatorMayGiveAwayReservedNames() throws Exception {
        String nonce = nonce();

        register(
                        nonce,
                        "postmaster",
                        false,
                        mac(SECRET, nonce, "postmaster", PASSWORD, "notadmin"),
                        "")
                .isOk();
    }

    @Test
    void theServersOwnNamesAreNobodys() throws Exception {
        String nonce = nonce();

        register(
                        nonce,
                        "moderation",
                        false,
                        mac(SECRET, nonce, "moderation", PASSWORD, "notadmin"),
                        "")
                .isRefused(400, "M_USER_IN_USE");
    }

    @Test
    void aWrongProofIsRefusedAndSpendsTheNonce() throws Exception {
        String name = freshName();
        String nonce = nonce();

        register(nonce, name, false, mac("a guess", nonce, name, PASSWORD, "notadmin"), "")
                .isRefused(403, "M_FORBIDDEN");
        register(nonce, name, false, mac(SECRET, nonce, name, PASSWORD, "notadmin"), "")
                .isRefused(400, "M_UNKNOWN");
    }

    @Test
    void aProofForAUserIsNoneForAnAdministrator() throws Exception {
        String name = freshName();
        String nonce = nonce();

        register(nonce, name, true, mac(SECRET, nonce, name, PASSWORD, "notadmin"), "")
                .isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aNonceIsGoodOnce() throws Exception {
        String name = freshName();
        String nonce = nonce();
        String mac = mac(SECRET, nonce, name, PASSWORD, "notadmin");
        register(nonce, name, false, mac, "").isOk();

        register(nonce, name, false, mac, "").isRefused(400, "M_UNKNOWN");
    }

    @Test
    void aTakenNameIsRefused() throws Exception {
        String name = auth.registered().localpart();
        String nonce = nonce();

        register(nonce, name, false, mac(SECRET, nonce, name, PASSWORD, "notadmin"), "")
                .isRefused(400, "M_USER_IN_USE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"nonce\": 1}",
                "{\"nonce\": \"x\", \"username\": \"u\"}",
                "{\"nonce\": \"x\", \"username\": \"u\", \"password\": \"password\"}",
                "{\"nonce\": \"x\", \"username\": \"u\", \"password\": \"password\", \"mac\": 1}",
                "{\"nonce\": \"x\", \"username\": \"u\", \"password\": \"password\", \"mac\": \"\", \"admin\": 1}",
                "{\"nonce\": \"x\", \"username\": \"u\\u0000\", \"password\": \"password\", \"mac\": \"\"}"
            })
    void whatIsMissingOrOfAnotherTypeIsBadJson(String body) {
        auth.post(PATH, body).isRefused(400, "M_BAD_JSON");
    }

    @Test
    void a13TheRestOfTheAdministratorsApiIsForAdministrators() throws Exception {
        AuthDriver.Session user = auth.registered();
        for (String path :
                new String[] {
                    "/_synapse/admin/v2/users",
                    "/_synapse/admin/v1/nothing",
                    "/_synapse/admin/",
                    "/_synapse/admin/v1/registration_tokens",
                    "/_synapse/admin/v1/registration_tokens/",
                    "/_synapse/admin/v1/register/",
                    "/_synapse/admin/v1/registration_tokens;x=1",
                    "/_synapse/admin;x=1/v1/registration_tokens",
                    "/_synapse/%61dmin/v1/registration_tokens"
                }) {
            user.get(path).isRefused(403, "M_FORBIDDEN");
            auth.get(path).isRefused(401, "M_MISSING_TOKEN");
        }
        String name = freshName();
        String nonce = nonce();
        String admin =
                register(nonce, name, true, mac(SECRET, nonce, name, PASSWORD, "admin"), "")
                        .string("access_token");
        auth.as(admin).get("/_synapse/admin/v1/nothing").isRefused(404, "M_UNRECOGNIZED");
        auth.as(admin).get(V3 + "keys/changes").isRefused(404, "M_UNRECOGNIZED");
    }
}
