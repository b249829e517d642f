package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A server without passwords, on which no device may log another one in either. */
@TestPropertySource(
        properties = {"ganglion.password.enabled=false", "ganglion.login-tokens.enabled=false"})
class NoPasswordsIT extends AuthServiceIT {
    private AuthDriver.Session someone() {
        String user = "@" + AuthDriver.freshName() + ":test.local";
        sql("insert into auth.account (user_id, created_at) values ('%s', now())".formatted(user));
        String token = "gat_of_" + user;
        sql(
                """
                with device as (
                    insert into auth.device (user_id, device_id, created_at) values ('%1$s', 'D', now())
                    returning user_id)
                insert into auth.access_token (token_hash, user_id, device_id, generation, created_at)
                values (sha256('%2$s'), '%1$s', 'D', 0, now())
                """
                        .formatted(user, token));
        return auth.as(token);
    }

    @Test
    void nobodyLogsInWithAPassword() {
        assertThat(auth.get(V3 + "login").body().toString()).isEqualTo("{\"flows\":[]}");
        auth.login("someone", "a password").isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void nobodyRegistersWithAPassword() {
        auth.post(V3 + "register", "{}").isRefused(403, "M_FORBIDDEN");
        auth.get(V3 + "register/available?username=someone").isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void nobodyGetsAPasswordByChangingIt() {
        AuthDriver.Session alice = someone();

        alice.post(V3 + "account/password", "{\"new_password\": \"a good password\"}")
                .isRefused(403, "M_FORBIDDEN");
        assertThat(alice.get(V3 + "capabilities").body().toString())
                .contains("\"m.change_password\":{\"enabled\":false}")
                .contains("\"m.get_login_token\":{\"enabled\":false}");
    }

    @Test
    void whatIsOffIsNotRecognized() {
        someone().post("/_matrix/client/v1/login/get_token", "{}").isRefused(404, "M_UNRECOGNIZED");
    }
}
