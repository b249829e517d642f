package dev.ganglion.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import reactor.core.publisher.Mono;

import java.util.stream.Stream;

class ForwardingIT extends RunningGateway {
    @Test
    void anAccessTokenBecomesAnInternalToken() {
        web.get()
                .uri("/_matrix/client/v3/joined_rooms")
                .header("Authorization", "Bearer alice-token")
                .exchange()
                .expectStatus()
                .isOk();

        FakeService.Received received = room();
        assertThat(received.headers().get("Authorization"))
                .isEqualTo("Bearer internal-alice-token");
        assertThat(received.headers().get("X-Ganglion-Service-Token")).isNotEmpty();
        assertThat(received.headers().get("X-Ganglion-Client-Address")).isEqualTo("127.0.0.1");
    }

    @Test
    void whoAsksAboutATokenSaysWhereItsDeviceIs() {
        Upstreams.login("new-token", "@carol:test.local", false);

        web.get()
                .uri("/_matrix/client/v3/joined_rooms")
                .header("Authorization", "Bearer new-token")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(Upstreams.AUTH.received())
                .filteredOn(received -> received.uri().equals("/internal/tokens/resolve"))
                .extracting(received -> received.headers().get("X-Ganglion-Client-Address"))
                .containsExactly("127.0.0.1");
    }

    @Test
    @DisplayName("A09: a token in the query is exchanged and not passed on")
    void a09_aTokenInTheQueryIsExchangedAndNotPassedOn() {
        web.get()
                .uri(
                        url(
                                "/_matrix/client/v3/rooms/!r:s/messages?dir=b&access_token=alice-token&limit=3"))
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(room().uri()).isEqualTo("/_matrix/client/v3/rooms/!r:s/messages?dir=b&limit=3");
    }

    @Test
    @DisplayName("A09: an OpenID token leaves the query and is no access token")
    void a09_anOpenIdTokenLeavesTheQueryAndIsNoAccessToken() {
        web.get()
                .uri(url("/_matrix/federation/v1/openid/userinfo?access_token=alice%2Dtoken"))
                .header("X-Ganglion-OpenID-Token", "forged")
                .header("Authorization", "Bearer bob-token")
                .exchange()
                .expectStatus()
                .isOk();

        FakeService.Received received = Upstreams.AUTH.received().getLast();
        assertThat(received.uri()).isEqualTo("/_matrix/federation/v1/openid/userinfo");
        assertThat(received.headers().getAll("X-Ganglion-OpenID-Token"))
                .containsExactly("alice-token");
        assertThat(received.headers().get("Authorization")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', M_MISSING_TOKEN",
        "?access_token=, M_UNKNOWN_TOKEN",
        "?access_token=a%0D%0Ab, M_UNKNOWN_TOKEN",
        "?access_token=%C3%A4, M_UNKNOWN_TOKEN"
    })
    void whatIsNoOpenIdTokenGetsNoFurther(String query, String errcode) {
        Upstreams.AUTH.forget();

        web.get()
                .uri(url("/_matrix/federation/v1/openid/userinfo" + query))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(errcode);

        assertThat(Upstreams.AUTH.received()).isEmpty();
    }

    @Test
    @DisplayName("A14: headers that claim to be internal stay outside")
    void a14_headersThatClaimToBeInternalStayOutside() {
        web.get()
                .uri("/_matrix/client/v3/publicRooms")
                .header("X-Ganglion-Service-Token", "forged")
                .header("x-ganglion-client-address", "6.6.6.6")
                .header("X-Ganglion-User", "@root:s")
                .header("X-User-Id", "@root:s")
                .header("X-Internal", "1")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("Forwarded", "for=6.6.6.6")
                .header("Cookie", "a=b")
                .exchange()
                .expectStatus()
                .isOk();

        var headers = room().headers();
        assertThat(headers.get("X-Ganglion-Service-Token")).isNotEqualTo("forged");
        assertThat(headers.get("X-Ganglion-Client-Address")).isEqualTo("127.0.0.1");
        assertThat(headers.names())
                .noneMatch(
                        name ->
                                name.equalsIgnoreCase("X-Ganglion-User")
                                        || name.equalsIgnoreCase("X-User-Id")
                                        || name.equalsIgnoreCase("X-Internal")
                                        || name.equalsIgnoreCase("X-Forwarded-For")
                                        || name.equalsIgnoreCase("Forwarded")
                                        || name.equalsIgnoreCase("Cookie")
                                        || name.equalsIgnoreCase("Authorization"));
    }

    @Test
    void aPageGetsTheCookiesOfThisServerAndNoOthers() {
        web.get()
                .uri(url("/_ganglion/email/confirm?token=x"))
                .header(
                        "Cookie",
                        "other=1; __Host-ganglion-form=a; ganglion-form=b; x-ganglion-y=2")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(auth().headers().getAll("Cookie"))
                .containsExactly("__Host-ganglion-form=a; ganglion-form=b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v3/login/sso/redirect?redirectUrl=x",
                "/_matrix/client/v3/login/sso/redirect/company?redirectUrl=x",
                "/_ganglion/sso/company/callback?state=x",
                "/_ganglion/sso/company/confirm?session=x",
                "/_ganglion/sso/continue?arrival=x"
            })
    void singleSignOnKeepsItsCookiesAndIsSentOn(String path) {
        Upstreams.AUTH.behave(
                (_, response) ->
                        response.status(302)
                                .header("location", "https://sso.example/")
                                .header("referrer-policy", "no-referrer")
                                .header("set-cookie", "__Host-ganglion-form=b; Path=/; Secure")
                                .send());

        var answer =
                web.get()
                        .uri(url(path))
                        .header("Cookie", "other=1; __Host-ganglion-form=a")
                        .exchange()
                        .expectStatus()
                        .isFound()
                        .expectHeader()
                        .valueEquals("Location", "https://sso.example/")
                        .expectHeader()
                        .valueEquals("Referrer-Policy", "no-referrer")
                        .expectHeader()
                        .valueEquals("Set-Cookie", "__Host-ganglion-form=b; Path=/; Secure");

        if (path.startsWith("/_ganglion/")) {
            answer.expectHeader().doesNotExist("Access-Control-Allow-Origin");
        }
        assertThat(auth().headers().getAll("Cookie")).containsExactly("__Host-ganglion-form=a");
    }

    @Test
    void aLogoutByAProviderGoesThroughWithoutCookies() {
        web.post()
                .uri(url("/_ganglion/sso/company/backchannel_logout"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", "__Host-ganglion-form=a")
                .bodyValue("logout_token=x")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(auth().headers().getAll("Cookie")).isEmpty();
    }

    @Test
    void aFormGoesThroughAndItsAnswerComesBackWithAllItsHeaders() {
        Upstreams.AUTH.behave(
                (_, response) ->
                        response.header("content-type", "text/html;charset=UTF-8")
                                .header("content-security-policy", "default-src 'none'")
                                .header("set-cookie", "ganglion-form=b; Path=/; HttpOnly")
                                .sendString(Mono.just("<p>"))
                                .then());

        web.post()
                .uri(url("/_matrix/client/v3/auth/m.login.terms/fallback/web?session=s"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .bodyValue("a=b")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Security-Policy", "default-src 'none'")
                .expectHeader()
                .valueEquals("Set-Cookie", "ganglion-form=b; Path=/; HttpOnly");

        assertThat(auth().headers().get("Content-Type"))
                .isEqualTo("application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v3/rooms/%21r%3As/state/m.room.x/a%2Fb",
                "/_matrix/client/v3/rooms/!r:s/state/m.room.x/",
                "/_matrix/client/v3/directory/room/%23a%252Fb:s",
                "/_matrix/client/v3/rooms/!r:s/event/$a+b~c",
            })
    void aPathIsForwardedAsItCame(String path) {
        web.get()
                .uri(url(path))
                .header("Authorization", "Bearer alice-token")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(room().uri()).isEqualTo(path);
    }

    @Test
    void aSemicolonIsPartOfItsSegment() {
        web.put()
                .uri(url("/_matrix/client/v3/rooms/!r:s/send/m.x/t;1"))
                .header("Authorization", "Bearer alice-token")
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(room().uri()).isEqualTo("/_matrix/client/v3/rooms/!r:s/send/m.x/t%3B1");
    }

    @Test
    void withoutATokenAnEndpointForUsersAnswersMissingToken() {
        web.get()
                .uri("/_matrix/client/v3/sync")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*")
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_MISSING_TOKEN");
        assertThat(Upstreams.SYNC.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody's", "x", "\u00e9", "a b"})
    void aTokenThatIsNotGoodAnswersUnknownToken(String token) {
        web.get()
                .uri("/_matrix/client/v3/account/whoami")
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_UNKNOWN_TOKEN");
    }

    @ParameterizedTest
    @DisplayName("A13, A14: what is not an endpoint is not reached")
    @ValueSource(
            strings = {
                "/internal/tokens/resolve",
                "/actuator/health",
                "/actuator/prometheus",
                "//actuator/health",
                "/_matrix/client/v3/profile/%2e%2e/%2e%2e/internal",
                "/_matrix/../internal/tokens/resolve",
                "/_synapse//admin/v1/users",
                "/nothing",
                "/",
            })
    void a14_whatIsNotAnEndpointIsNotReached(String path) {
        web.get()
                .uri(url(path))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_UNRECOGNIZED");
        assertThat(Upstreams.AUTH.received()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("A13: administration is for administrators")
    @CsvSource({
        "/_synapse/admin/v2/users, none, 401",
        "/_synapse/admin/v2/users, alice-token, 403",
        "/_synapse/admin/v1/register/, alice-token, 403",
        "/_synapse/admin/v1/rooms;x=1, alice-token, 403",
        "/_synapse/admin/v2/users, root-token, 200",
        "/_ganglion/admin/v1/moderation/policies, alice-token, 403",
    })
    void a13_administrationIsForAdministrators(String path, String token, int status) {
        Upstreams.login("root-token", "@root:test.local", true);
        var request = web.get().uri(url(path));
        if (!token.equals("none")) {
            request.header("Authorization", "Bearer " + token);
        }

        request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .doesNotExist("Access-Control-Allow-Origin");
    }

    @Test
    void aPreflightIsAnsweredWithoutAskingAnyone() {
        web.options()
                .uri("/_matrix/client/v3/rooms/!r:s/send/m.room.message/1")
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "PUT")
                .exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*")
                .expectHeader()
                .valueEquals("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS")
                .expectHeader()
                .valueEquals(
                        "Access-Control-Allow-Headers",
                        "X-Requested-With, Content-Type, Authorization");
        assertThat(Upstreams.ROOM_1.received()).isEmpty();
        assertThat(Upstreams.ROOM_2.received()).isEmpty();
    }

    @Test
    void webClientsOfOtherOriginsGetIntoCalls() {
        web.post()
                .uri("/_ganglion/livekit/sfu/get")
                .header("Origin", "https://call.example")
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*");
        web.get()
                .uri("/.well-known/matrix/client")
                .exchange()
                .expectBody()
                .jsonPath("$['org.matrix.msc4143.rtc_foci'][0].type")
                .isEqualTo("livekit")
                .jsonPath("$['org.matrix.msc4143.rtc_foci'][0].livekit_service_url")
                .isEqualTo("https://matrix.test.local/_ganglion/livekit");
    }

    @Test
    void theAnswerComesBackWithItsStatusAndHeaders() {
        for (FakeService replica : new FakeService[] {Upstreams.ROOM_1, Upstreams.ROOM_2}) {
            replica.behave(
                    (_, response) ->
                            FakeService.json(
                                    response.status(418)
                                            .header("ETag", "\"e\"")
                                            .header("Access-Control-Allow-Origin", "https://x")
                                            .header("X-Ganglion-Secret", "s"),
                                    "{\"a\":1}"));
        }

        web.get()
                .uri("/_matrix/client/v3/publicRooms")
                .exchange()
                .expectStatus()
                .isEqualTo(418)
                .expectHeader()
                .valueEquals("ETag", "\"e\"")
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*")
                .expectHeader()
                .doesNotExist("X-Ganglion-Secret")
                .expectBody()
                .json("{\"a\":1}");
    }

    @Test
    void versionsAndWellKnownFilesAreTheGatewaysOwn() {
        web.get()
                .uri("/_matrix/client/versions")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*")
                .expectBody()
                .jsonPath("$.versions[0]")
                .isEqualTo("v1.1")
                .jsonPath("$.versions[-1:]")
                .isEqualTo("v1.11")
                .jsonPath("$.unstable_features['org.example.feature']")
                .isEqualTo(true)
                .jsonPath("$.unstable_features['org.matrix.msc4140']")
                .isEqualTo(true)
                .jsonPath("$.unstable_features['org.matrix.msc4308']")
                .isEqualTo(true)
                .jsonPath("$.unstable_features['org.matrix.msc4306']")
                .doesNotExist()
                .jsonPath("$.unstable_features['org.matrix.simplified_msc3575']")
                .isEqualTo(true)
                .jsonPath("$.unstable_features['uk.half-shot.msc2666.query_mutual_rooms']")
                .isEqualTo(true);
        web.get()
                .uri("/.well-known/matrix/client")
                .exchange()
                .expectBody()
                .json("{\"m.homeserver\":{\"base_url\":\"https://matrix.test.local\"}}");
        web.get()
                .uri("/.well-known/matrix/server")
                .exchange()
                .expectBody()
                .json("{\"m.server\":\"matrix.test.local:443\"}");
        web.get()
                .uri("/.well-known/matrix/policy_server")
                .exchange()
                .expectBody()
                .json(
                        "{\"public_keys\":{\"ed25519\":\"6yhHGKhCiXTSEN2ksjV7kX+N6rBQZ3Xb+M7LlC6NS/s\"}}");
        web.get().uri("/.well-known/matrix/support").exchange().expectStatus().isNotFound();
        web.post().uri("/_matrix/client/versions").exchange().expectStatus().isEqualTo(405);
    }

    @Test
    void aRoomStaysWithOneReplica() {
        for (int i = 0; i < 10; i++) {
            web.get()
                    .uri(
                            url(
                                    "/_matrix/client/v3/rooms/"
                                            + (i % 2 == 0 ? "!r:s" : "%21r%3As")
                                            + "/messages"))
                    .header("Authorization", "Bearer alice-token")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }

        assertThat(
                        Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2)
                                .map(replica -> replica.received().size()))
                .containsExactlyInAnyOrder(0, 10);
    }

    private static FakeService.Received auth() {
        return Upstreams.AUTH.received().stream()
                .filter(received -> !received.uri().startsWith("/internal/"))
                .findFirst()
                .orElseThrow();
    }

    private static FakeService.Received room() {
        return Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2)
                .flatMap(replica -> replica.received().stream())
                .findFirst()
                .orElseThrow();
    }
}
