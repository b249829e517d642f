package dev.ganglion.testing.echo;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;

@GanglionTest
class InternalTokensIT {
    private static final UserId ALICE = UserId.parse("@alice:test.local");

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @LocalServerPort private int port;

    @Test
    void aUserBehindTheGatewayIsKnown() {
        get("/_test/whoami", tokens.forUser(ALICE, DeviceId.parse("PHONE")))
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"user_id\":\"@alice:test.local\",\"device_id\":\"PHONE\",\"is_admin\":false}");
    }

    @Test
    void anAdministratorIsKnown() {
        get("/_test/admin", tokens.forAdmin(ALICE)).expectStatus().isOk();
        refused(get("/_test/admin", tokens.forUser(ALICE)), 403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_test/whoami",
                "/_test/public",
                "/internal/caller",
                "/actuator/prometheus",
                "/_test/nowhere",
                "//internal/caller",
                "/internal;x=1/caller",
                "/%69nternal/caller",
                "/actuator/health/../prometheus"
            })
    void a14ADirectCallWithoutInternalTokenIsRefused(String path) {
        refused(get(path, _ -> {}), 401, "M_MISSING_TOKEN");
    }

    @Test
    void a14AUsersTokenAloneIsNotEnough() throws Exception {
        String token = userToken("auth");

        refused(
                get("/_test/whoami", headers -> headers.setBearerAuth(token)),
                401,
                "M_MISSING_TOKEN");
    }

    @Test
    void a14AnotherServiceThanTheGatewayCannotActForAUser() throws Exception {
        refused(get("/_test/whoami", withUser("room", userToken("auth"))), 403, "M_FORBIDDEN");
    }

    @Test
    void aPublicEndpointNeedsNoUserButTheGateway() {
        get("/_test/public", tokens.forNobody()).expectStatus().isOk();
        get("/_test/public", tokens.forUser(ALICE))
                .expectBody()
                .jsonPath("$.user_id")
                .isEqualTo(ALICE.value());
        refused(get("/_test/public", tokens.forService("media")), 403, "M_FORBIDDEN");
    }

    @Test
    void anEndpointMayBePublicForOneMethodOnly() {
        get("/_test/half-public", tokens.forNobody()).expectStatus().isOk();
        refused(
                web.put().uri("/_test/half-public").headers(tokens.forNobody()).exchange(),
                401,
                "M_MISSING_TOKEN");
    }

    @Test
    void anEndpointWithAUserIsClosedToNobody() {
        refused(get("/_test/whoami", tokens.forNobody()), 401, "M_MISSING_TOKEN");
    }

    @Test
    void aServiceIsKnownOnInternalEndpoints() {
        get("/internal/caller", tokens.forService("room"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.service")
                .isEqualTo("room");
        refused(get("/internal/caller", tokens.forService("media")), 403, "M_FORBIDDEN");
    }

    @Test
    void aUsersTokenIsNotAServiceToken() throws Exception {
        refused(get("/internal/caller", withService(userToken("auth"))), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void aServiceTokenIsNotAUsersToken() throws Exception {
        String service = sign(key("auth"), serviceClaims("auth", "sync"));

        refused(get("/_test/whoami", withUser("gateway", service)), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a15AUsersTokenOfAnyButTheAuthServiceIsRefused() throws Exception {
        refused(
                get("/_test/whoami", withUser("gateway", userToken("room"))),
                401,
                "M_UNKNOWN_TOKEN");
        String pretending = sign(key("room"), userClaims("auth"));
        refused(get("/_test/whoami", withUser("gateway", pretending)), 401, "M_UNKNOWN_TOKEN");
        String borrowedName = sign(renamed(key("room"), "auth"), userClaims("auth"));
        refused(get("/_test/whoami", withUser("gateway", borrowedName)), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a15AlgorithmNoneIsRefused() throws Exception {
        String plain = new PlainJWT(userClaims("auth").build()).serialize();

        refused(get("/_test/whoami", withUser("gateway", plain)), 401, "M_UNKNOWN_TOKEN");
        refused(get("/internal/caller", withService(plain)), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a15ThePublicKeyIsNoSharedSecret() throws Exception {
        byte[] publicKey = key("auth").toECPublicKey().getEncoded();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("auth").build();
        String confused = sign(header, new MACSigner(publicKey), userClaims("auth"));

        refused(get("/_test/whoami", withUser("gateway", confused)), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a15AnExpiredTokenIsRefused() throws Exception {
        Date past = Date.from(Instant.now().minus(Duration.ofMinutes(2)));
        String expired = sign(key("auth"), userClaims("auth").expirationTime(past));
        String eternal = sign(key("auth"), userClaims("auth").expirationTime(null));

        refused(get("/_test/whoami", withUser("gateway", expired)), 401, "M_UNKNOWN_TOKEN");
        refused(get("/_test/whoami", withUser("gateway", eternal)), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a15AnotherAudienceIsRefused() throws Exception {
        String elsewhere = sign(key("room"), serviceClaims("room", "media"));
        String forAnyone = sign(key("room"), serviceClaims("room", "ganglion"));

        refused(get("/internal/caller", withService(elsewhere)), 401, "M_UNKNOWN_TOKEN");
        refused(get("/internal/caller", withService(forAnyone)), 401, "M_UNKNOWN_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "../auth", "auth.jwk", "/etc/passwd", "auth\u0000", ""})
    void a15AnUnknownKeyIsRefused(String name) throws Exception {
        String token = sign(renamed(key("auth"), name), userClaims("auth"));

        refused(get("/_test/whoami", withUser("gateway", token)), 401, "M_UNKNOWN_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "....", "Bearer", "é"})
    void rubbishIsRefused(String token) {
        refused(get("/_test/whoami", withUser("gateway", token)), 401, "M_UNKNOWN_TOKEN");
        refused(get("/internal/caller", withService(token)), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void healthIsOpenAndMetricsAreForServices() {
        get("/actuator/health/liveness", _ -> {}).expectStatus().isOk();
        get("/actuator/health/readiness", _ -> {}).expectStatus().isOk();
        get("/actuator/prometheus", tokens.forService("gateway")).expectStatus().isOk();
    }

    private WebTestClient.ResponseSpec get(String path, Consumer<HttpHeaders> headers) {
        return web.get().uri(at(path)).headers(headers).exchange();
    }

    private Consumer<HttpHeaders> withUser(String service, String userToken) {
        return headers -> {
            tokens.forService(service).accept(headers);
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + userToken);
        };
    }

    private static Consumer<HttpHeaders> withService(String token) {
        return headers -> headers.set(InternalHeaders.SERVICE_TOKEN, token);
    }

    private static String userToken(String issuer) throws Exception {
        return sign(key(issuer), userClaims(issuer));
    }

    private static JWTClaimsSet.Builder userClaims(String issuer) {
        return claims(issuer).subject(ALICE.value()).audience("ganglion");
    }

    private static JWTClaimsSet.Builder serviceClaims(String service, String target) {
        return claims(service).subject(service).audience(target);
    }

    private static JWTClaimsSet.Builder claims(String issuer) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static ECKey key(String service) throws Exception {
        var file = Infrastructure.shared().keys().resolve(service + ".jwk");
        return ECKey.parse(Files.readString(file, StandardCharsets.UTF_8));
    }

    private static ECKey renamed(ECKey key, String name) {
        return new ECKey.Builder(key).keyID(name).build();
    }

    private static String sign(ECKey key, JWTClaimsSet.Builder claims) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
        return sign(header, new ECDSASigner(key), claims);
    }

    private static String sign(JWSHeader header, JWSSigner signer, JWTClaimsSet.Builder claims)
            throws Exception {
        SignedJWT token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static void refused(WebTestClient.ResponseSpec answer, int status, String errcode) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(errcode);
    }

    /** As it is, without any encoding of its own. */
    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
