package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.TokenHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class OpenIdIT extends AuthServiceIT {
    private static final String USER_INFO = "/_matrix/federation/v1/openid/userinfo";

    private static String path(String user) {
        return V3 + "user/" + user + "/openid/request_token";
    }

    private static String token(AuthDriver.Session user) {
        return user.post(path(user.userId()), "{}").isOk().string("access_token");
    }

    private Answer exchange(String token) {
        return auth.send(
                HttpMethod.GET,
                USER_INFO,
                null,
                headers -> {
                    tokens.forNobody().accept(headers);
                    headers.set(InternalHeaders.OPENID_TOKEN, token);
                });
    }

    private long kept(String condition) {
        return count("openid_token where " + condition);
    }

    @Test
    void aTokenIsExchangedForItsUser() {
        AuthDriver.Session alice = auth.registered();

        Answer answer = alice.post(path(alice.userId()), "{}").isOk();

        assertThat(answer.string("token_type")).isEqualTo("Bearer");
        assertThat(answer.string("matrix_server_name")).isEqualTo("test.local");
        assertThat(answer.body().integer("expires_in")).hasValue(3_600L);
        String token = answer.string("access_token");
        assertThat(exchange(token).isOk().string("sub")).isEqualTo(alice.userId());
        assertThat(exchange(token).isOk().string("sub")).isEqualTo(alice.userId());
    }

    @Test
    void aRequestNeedsNoBody() {
        AuthDriver.Session alice = auth.registered();

        alice.send(HttpMethod.POST, path(alice.userId()), null).isOk();
        alice.post(path(alice.userId()), "[]").isRefused(400, "M_BAD_JSON");
        alice.post(path(alice.userId()), "{").isRefused(400, "M_NOT_JSON");
    }

    @Test
    void a16NobodyGetsATokenOfSomebodyElse() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session mallory = auth.registered();

        mallory.post(path(alice.userId()), "{}").isRefused(403, "M_FORBIDDEN");
        mallory.post(path("@alice:elsewhere.org"), "{}").isRefused(403, "M_FORBIDDEN");
        mallory.post(path("nobody"), "{}").isRefused(400, "M_INVALID_PARAM");
        auth.post(path(alice.userId()), "{}").isRefused(401, "M_MISSING_TOKEN");
    }

    @Test
    void a01OnlyTheHashIsKept() {
        String token = token(auth.registered());

        assertThat(token).matches("got_[A-Za-z0-9_-]{43}");
        assertThat(kept("position('" + token + "'::bytea in token_hash) > 0")).isZero();
        assertThat(kept("token_hash = decode('" + hex(token) + "', 'hex')")).isEqualTo(1);
    }

    private static String hex(String token) {
        return java.util.HexFormat.of().formatHex(TokenHash.of(token).bytes());
    }

    @Test
    void a09AnOpenIdTokenIsNoAccessTokenAndAnAccessTokenNoOpenIdToken() {
        AuthDriver.Session alice = auth.registered();

        auth.resolve(token(alice)).isRefused(401, "M_UNKNOWN_TOKEN");
        exchange(alice.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "got_", "got_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anUnknownTokenIsRefused(String token) {
        exchange(token).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void withoutATokenThereIsNoAnswer() {
        auth.get(USER_INFO).isRefused(401, "M_MISSING_TOKEN");
    }

    @Test
    void anExpiredTokenIsRefused() {
        String token = token(auth.registered());

        sql(
                "update auth.openid_token set expires_at = now() - interval '1 second' where token_hash = decode('"
                        + hex(token)
                        + "', 'hex')");

        exchange(token).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a02TheTokensOfADeactivatedUserAreDead() {
        AuthDriver.Session alice = auth.registered();
        String token = token(alice);

        alice.post(V3 + "account/deactivate", "{\"auth\": " + alice.passwordAuth() + "}").isOk();

        exchange(token).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a10TheTokensOfALockedUserAreNotGoodUntilTheyAreUnlocked() {
        AuthDriver.Session alice = auth.registered();
        String token = token(alice);
        String locked = "update auth.account set is_locked = %s where user_id = '" + alice.userId();

        sql(locked.formatted(true) + "'");
        exchange(token).isRefused(401, "M_UNKNOWN_TOKEN");

        sql(locked.formatted(false) + "'");
        exchange(token).isOk();
    }

    @Test
    void d10OneTokenTooManyEndsTheOldest() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();
        String first = token(alice);
        String second = token(alice);
        sql(
                """
                insert into auth.openid_token (token_hash, user_id, expires_at)
                select sha256(convert_to('%s' || n, 'UTF8')), '%s', now() + interval '2 hours'
                from generate_series(1, 98) as n
                """
                        .formatted(user, user));

        token(alice);

        exchange(first).isRefused(401, "M_UNKNOWN_TOKEN");
        exchange(second).isOk();
        assertThat(kept("user_id = '" + user + "'")).isEqualTo(100);
    }
}
