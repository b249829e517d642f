package dev.ganglion.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.UUID;

class ApplicationServiceIT extends RunningGateway {
    private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
    private static final String ONE = "@_irc_one:test.local";
    private static final String OTHER = "@_irc_other:test.local";

    private final String token = "as-" + UUID.randomUUID();

    @BeforeEach
    void register() {
        Upstreams.applicationService(token, "", "@_irc_bot:test.local", false);
        Upstreams.applicationService(token, ONE, ONE, true);
        Upstreams.applicationService(token, OTHER, OTHER, true);
        Upstreams.applicationService(token, ONE + "|DEV", "@_irc_one-on-DEV:test.local", true);
    }

    @Test
    @DisplayName("A12: each of its users is somebody else, however their requests are mixed")
    void a12_eachOfItsUsersIsSomebodyElse() {
        for (int round = 0; round < 2; round++) {
            assertThat(actsAs("")).isEqualTo("Bearer internal-@_irc_bot:test.local");
            assertThat(actsAs("?user_id=" + ONE)).isEqualTo("Bearer internal-" + ONE);
            assertThat(actsAs("?user_id=" + OTHER)).isEqualTo("Bearer internal-" + OTHER);
            assertThat(actsAs("?user_id=" + ONE + "&device_id=DEV"))
                    .isEqualTo("Bearer internal-@_irc_one-on-DEV:test.local");
        }

        assertThat(Upstreams.lookUps()).as("one look-up for each of the four").isEqualTo(4);
    }

    @Test
    void theTokenMayBeInTheQuery() {
        assertThat(
                        authorizationAfter(
                                HttpMethod.GET,
                                WHOAMI + "?access_token=" + token + "&user_id=" + ONE,
                                null))
                .isEqualTo("Bearer internal-" + ONE);
    }

    @Test
    void aUserWhoMayNotBeActedAsIsRefusedAndNotRemembered() {
        String query = "?user_id=@somebody:test.local";
        assertThat(status(HttpMethod.GET, WHOAMI + query, token)).isEqualTo(401);

        Upstreams.applicationService(token, "@somebody:test.local", "@somebody:test.local", true);

        assertThat(actsAs(query)).isEqualTo("Bearer internal-@somebody:test.local");
    }

    @Test
    @DisplayName("A12: a user's token means the user, whatever the query asserts")
    void a12_aUsersTokenMeansTheUser() {
        String user = "user-" + UUID.randomUUID();
        Upstreams.login(user, "@bob:test.local", false);

        for (String asserted : new String[] {ONE, "@alice:test.local"}) {
            assertThat(authorizationAfter(HttpMethod.GET, WHOAMI + "?user_id=" + asserted, user))
                    .isEqualTo("Bearer internal-" + user);
        }
        assertThat(Upstreams.lookUps()).as("the query makes no new look-up").isEqualTo(1);
    }

    @Test
    void itIsKnownWhereUsersLogInAndRegister() {
        for (String path :
                new String[] {"/_matrix/client/v3/login", "/_matrix/client/v3/register"}) {
            assertThat(authorizationAfter(HttpMethod.POST, path + "?user_id=" + ONE, token))
                    .as(path)
                    .isEqualTo("Bearer internal-@_irc_bot:test.local");
            assertThat(lastAtAuth().headers().contains("x-ganglion-token-refused")).isFalse();
        }
    }

    @Test
    void anyOtherTokenIsToldAsRefusedThereAndStopsNobody() {
        for (String shown : new String[] {"alice-token", "unknown-" + UUID.randomUUID()}) {
            assertThat(authorizationAfter(HttpMethod.POST, "/_matrix/client/v3/login", shown))
                    .as("the session that is passed on")
                    .isNull();
            assertThat(lastAtAuth().headers().get("x-ganglion-token-refused")).isEqualTo("true");
        }
        assertThat(authorizationAfter(HttpMethod.POST, "/_matrix/client/v3/login", null)).isNull();
        assertThat(lastAtAuth().headers().contains("x-ganglion-token-refused")).isFalse();
    }

    private @Nullable String actsAs(String query) {
        return authorizationAfter(HttpMethod.GET, WHOAMI + query, token);
    }

    private @Nullable String authorizationAfter(
            HttpMethod method, String path, @Nullable String shown) {
        assertThat(status(method, path, shown)).as(path).isEqualTo(200);
        return lastAtAuth().headers().get("authorization");
    }

    private int status(HttpMethod method, String path, @Nullable String shown) {
        return web.method(method)
                .uri(url(path))
                .headers(
                        headers -> {
                            if (shown != null) {
                                headers.setBearerAuth(shown);
                            }
                        })
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static FakeService.Received lastAtAuth() {
        return Upstreams.AUTH.received().stream()
                .filter(received -> !received.uri().startsWith("/internal/"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }
}
