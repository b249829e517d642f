package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

@TestPropertySource(
        properties = {
            "ganglion.livekit.service-url=https://matrix.test.local/_ganglion/livekit",
            "ganglion.livekit.url=wss://sfu.test.local",
            "ganglion.livekit.key=the-key",
            "ganglion.livekit.secret=" + RtcIT.SECRET
        })
class RtcIT extends AuthServiceIT {
    static final String SECRET = "a secret that LiveKit has as well";

    private static final String OF_DEVICE = "/_ganglion/livekit/sfu/get";
    private static final String OF_MEMBER = "/_ganglion/livekit/get_token";
    private static final String ROOM = "!room:test.local";

    private final FakeLivekit livekit = FakeLivekit.INSTANCE;
    private AuthDriver.Session alice;

    @DynamicPropertySource
    static void livekit(DynamicPropertyRegistry properties) {
        properties.add("ganglion.livekit.api-url", FakeLivekit.INSTANCE::url);
    }

    @BeforeEach
    void aliceIsInTheRoom() {
        alice = auth.registered();
        RoomServiceDouble.INSTANCE.join(ROOM, alice.userId());
        livekit.answers(200);
        livekit.creations().clear();
    }

    private static String proof(AuthDriver.Session user) {
        return user.post(V3 + "user/" + user.userId() + "/openid/request_token", "{}")
                .isOk()
                .body()
                .toString();
    }

    private static String ofDevice(String room, String proof) {
        return "{\"room\": \"%s\", \"openid_token\": %s, \"device_id\": \"DEV\"}"
                .formatted(room, proof);
    }

    private static String ofMember(String room, String proof, String user) {
        return """
               {"room_id": "%s", "slot_id": "m.call#ROOM", "openid_token": %s,
                "member": {"id": "m1", "claimed_user_id": "%s", "claimed_device_id": "DEV"}}
               """
                .formatted(room, proof, user);
    }

    private static JWTClaimsSet claims(String jwt) throws Exception {
        SignedJWT token = SignedJWT.parse(jwt);
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(token.verify(new MACVerifier(SECRET))).as("signed by the key").isTrue();
        return token.getJWTClaimsSet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v1/rtc/transports",
                "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports"
            })
    void theTransportIsTold(String path) {
        assertThat(alice.get(path).isOk().body())
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"rtc_transports": [{"type": "livekit",
                                 "livekit_service_url": "https://matrix.test.local/_ganglion/livekit"}]}
                                """));
        auth.get(path).isRefused(401, "M_MISSING_TOKEN");
    }

    @Test
    void aMemberOfTheRoomGetsIn() throws Exception {
        Answer answer = auth.post(OF_DEVICE, ofDevice(ROOM, proof(alice))).isOk();

        assertThat(answer.string("url")).isEqualTo("wss://sfu.test.local");
        JWTClaimsSet claims = claims(answer.string("jwt"));
        assertThat(claims.getIssuer()).isEqualTo("the-key");
        assertThat(claims.getSubject()).isEqualTo(alice.userId() + ":DEV");
        assertThat(Duration.between(claims.getNotBeforeTime().toInstant(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
        assertThat(
                        Duration.between(
                                claims.getNotBeforeTime().toInstant(),
                                claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(10));
        Map<String, Object> grant = claims.getJSONObjectClaim("video");
        assertThat(grant)
                .containsOnlyKeys(
                        "room",
                        "roomJoin",
                        "roomCreate",
                        "canPublish",
                        "canSubscribe",
                        "canUpdateOwnMetadata")
                .containsEntry("roomJoin", true)
                .containsEntry("roomCreate", false)
                .containsEntry("canPublish", true)
                .containsEntry("canSubscribe", true)
                .containsEntry("canUpdateOwnMetadata", false);
        assertThat(String.valueOf(grant.get("room"))).matches("[A-Za-z0-9+/]{43}");
    }

    @Test
    void theRoomIsMadeFirstByTheServerItself() throws Exception {
        Answer answer = auth.post(OF_DEVICE, ofDevice(ROOM, proof(alice))).isOk();

        assertThat(livekit.creations()).hasSize(1);
        FakeLivekit.Creation creation = livekit.creations().getFirst();
        JsonObject request = Json.parseObject(creation.body());
        assertThat(request.string("name").orElseThrow())
                .isEqualTo(claims(answer.string("jwt")).getJSONObjectClaim("video").get("room"));
        assertThat(request.integer("empty_timeout")).hasValue(300L);
        JWTClaimsSet own = claims(creation.authorization().substring("Bearer ".length()));
        assertThat(own.getJSONObjectClaim("video")).isEqualTo(Map.of("roomCreate", true));
    }

    @Test
    void bothKindsOfClientsMeetInOneRoomAndMembersAreHidden() throws Exception {
        JWTClaimsSet device =
                claims(auth.post(OF_DEVICE, ofDevice(ROOM, proof(alice))).isOk().string("jwt"));
        JWTClaimsSet member =
                claims(
                        auth.post(OF_MEMBER, ofMember(ROOM, proof(alice), alice.userId()))
                                .isOk()
                                .string("jwt"));

        assertThat(member.getJSONObjectClaim("video").get("room"))
                .isEqualTo(device.getJSONObjectClaim("video").get("room"));
        assertThat(member.getSubject()).matches("[A-Za-z0-9+/]{43}");
    }

    @Test
    void r05WhoIsNotInTheRoomGetsNoTicket() {
        AuthDriver.Session mallory = auth.registered();

        auth.post(OF_DEVICE, ofDevice(ROOM, proof(mallory))).isRefused(403, "M_FORBIDDEN");
        auth.post(OF_DEVICE, ofDevice("!other:test.local", proof(alice)))
                .isRefused(403, "M_FORBIDDEN");

        assertThat(livekit.creations()).isEmpty();
    }

    @Test
    void a16NobodyIsLetInAsSomebodyElse() {
        AuthDriver.Session mallory = auth.registered();
        RoomServiceDouble.INSTANCE.join(ROOM, mallory.userId());

        auth.post(OF_MEMBER, ofMember(ROOM, proof(mallory), alice.userId()))
                .isRefused(401, "M_UNAUTHORIZED");

        assertThat(livekit.creations()).isEmpty();
    }

    @Test
    void anotherTokenOrAnotherServerProvesNothing() {
        String proof = "{\"access_token\": \"%s\", \"matrix_server_name\": \"%s\"}";
        String token = Json.parseObject(proof(alice)).string("access_token").orElseThrow();

        auth.post(OF_DEVICE, ofDevice(ROOM, proof.formatted("got_unknown", "test.local")))
                .isRefused(401, "M_UNAUTHORIZED");
        auth.post(OF_DEVICE, ofDevice(ROOM, proof.formatted(alice.accessToken(), "test.local")))
                .isRefused(401, "M_UNAUTHORIZED");
        auth.post(OF_DEVICE, ofDevice(ROOM, proof.formatted(token, "other.example.org")))
                .isRefused(401, "M_UNAUTHORIZED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/sfu/get | {}",
                "/sfu/get | {\"room\": 1}",
                "/sfu/get | {\"room\": \"!room:test.local\", \"openid_token\": \"x\"}",
                "/sfu/get | {\"room\": \"!room:test.local\", \"openid_token\": {}}",
                "/get_token | {\"room_id\": \"!room:test.local\", \"openid_token\": {\"access_token\": 1}}",
                "/get_token | []"
            })
    void whatIsNoRequestIsRefused(String path, String body) {
        auth.post("/_ganglion/livekit" + path, body).isRefused(400, "M_BAD_JSON");
    }

    @ParameterizedTest
    @CsvSource({"m.call#ROOM, ''", "m1, ''", "\"id\", \"other\"", "\"member\", \"other\""})
    void whatIsMissingOfAMemberIsSaid(String part, String replacement) {
        String body = ofMember(ROOM, proof(alice), alice.userId());

        auth.post(OF_MEMBER, body.replace(part, replacement)).isRefused(400, "M_BAD_JSON");
    }

    @Test
    void aLeaveCannotBeDelegated() {
        String body = ofDevice(ROOM, proof(alice)).replaceFirst("\\{", "{\"delay_id\": \"d\",");

        auth.post(OF_DEVICE, body).isRefused(400, "M_BAD_JSON");
        auth.post(OF_DEVICE, body.replace("\"d\"", "\"\"")).isOk();
    }

    @Test
    void whileTheMediaServerIsAwayTheClientIsToldToTryAgain() {
        livekit.answers(500);

        assertThat(auth.post(OF_DEVICE, ofDevice(ROOM, proof(alice))).status()).isEqualTo(503);
    }

    @Test
    void whileRoomServiceIsAwayNobodyGetsIn() {
        RoomServiceDouble.INSTANCE.setAway(true);
        try {
            assertThat(auth.post(OF_DEVICE, ofDevice(ROOM, proof(alice))).status()).isEqualTo(503);
        } finally {
            RoomServiceDouble.INSTANCE.setAway(false);
        }
        assertThat(livekit.creations()).isEmpty();
    }
}
