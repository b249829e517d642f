package dev.ganglion.auth;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does not know its own address. */
class OAuthOffIT extends AuthServiceIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v1/auth_metadata",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "/_ganglion/oauth2/authorize",
                "/_ganglion/oauth2;x/authorize",
                "/_ganglion/sign-in",
                "/_ganglion/register",
                "/_ganglion/sso/company/sign-in",
                "/_ganglion/account",
            })
    void thereIsNoOAuth(String path) {
        auth.get(path).isRefused(404, "M_UNRECOGNIZED");
        auth.post(path, "{}").isRefused(404, "M_UNRECOGNIZED");
    }
}
