package dev.ganglion.room.identityserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomAudit;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.erasure.UserErasure;
import dev.ganglion.room.replica.SecondReplica;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;
import dev.ganglion.testing.identityserver.FakeIdentityServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Invitations by address, with an identity server on the loopback interface. The running
 * room-service trusts none; a second replica, which trusts this one, is asked.
 */
@GanglionTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdPartyInviteIT {
    private static final String INVITE = "/rooms/{room}/invite";
    private static final Refusal NOT_TRUSTED = new Refusal(403, "M_SERVER_NOT_TRUSTED");

    @Autowired private WebTestClient distrustful;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;
    @Autowired private Environment environment;
    @Autowired private UserErasure erasure;

    private final FakeIdentityServer identityServer = new FakeIdentityServer();
    private SecondReplica trusting;
    private WebTestClient web;
    private RoomCaller alice;
    private RoomCaller bob;
    private RoomCaller carol;
    private String room;
    private String email;

    @BeforeAll
    void aReplicaThatTrustsTheIdentityServer() {
        trusting =
                SecondReplica.start(
                        environment,
                        "--ganglion.identity-servers.trusted=http://" + identityServer.name());
        web = trusting.client();
    }

    @AfterAll
    void noReplica() {
        trusting.close();
        identityServer.close();
    }

    @BeforeEach
    void aRoomOfAlice() {
        identityServer.tellsTheTruth();
        alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(web, tokens, "bob");
        carol = new RoomCaller(web, tokens, "carol");
        room = alice.createsRoom("{\"name\":\"Tea\"}");
        email = "carol-" + UUID.randomUUID() + "@example.org";
    }

    @Test
    void whoeverHasTheAddressIsInvited() {
        identityServer.binds(email, carol.id());

        alice.post(INVITE, byAddress(email.toUpperCase(Locale.ROOT)), room);

        assertThat(member(room, carol).string("membership")).contains("invite");
        carol.joins(room);
    }

    @Test
    void aPepperThatHasChangedIsAskedForAnew() {
        identityServer.binds(email, carol.id());
        identityServer.changesItsPepperAtTheNextLookup();

        alice.post(INVITE, byAddress(email), room);

        assertThat(member(room, carol).string("membership")).contains("invite");
    }

    @Test
    void whoeverProvesToHaveTheAddressJoins() {
        alice.post(INVITE, byAddress(email), room);

        JsonObject told = identityServer.stored().getLast();
        assertThat(told.string("address")).contains(email);
        assertThat(told.string("medium")).contains("email");
        assertThat(told.string("sender")).contains(alice.id().value());
        assertThat(told.string("room_id")).contains(room);
        assertThat(told.string("room_name")).contains("Tea");
        assertThat(told.string("room_join_rules")).contains("invite");
        JsonObject pending = pending(room, token());
        assertThat(pending.string("display_name")).contains("c...@e...");
        assertThat(pending.string("public_key")).contains(identityServer.publicKey());
        assertThat(pending.toString()).doesNotContain(email);

        carol.post("/rooms/{room}/join", signed(alice, carol, token()), room);
        carol.post("/join/{room}", signed(alice, carol, token()), room);

        assertThat(member(room, carol).string("membership")).contains("join");
        RoomAudit.of(database, environment).check(room);
    }

    @Test
    void a18TheMessageDoesNotSayHowAnErasedUserCalledTheRoom() {
        RoomCaller erin = new RoomCaller(web, tokens, "erin-" + UUID.randomUUID());
        room =
                erin.createsRoom(
                        """
                        {"preset":"public_chat","name":"Tea","creation_content":{"type":"m.space"},
                         "power_level_content_override":{"invite":0}}
                        """);
        bob.joins(room);
        erasure.erase(erin.id()).block();

        bob.post(INVITE, byAddress(email), room);

        JsonObject told = identityServer.stored().getLast();
        assertThat(told.string("address")).contains(email);
        assertThat(told.string("room_type")).contains("m.space");
        assertThat(told.string("room_join_rules")).contains("public");
        assertThat(told.has("room_name")).isFalse();
    }

    @Test
    void aRoomIsCreatedWithInvitationsByAddressInOneTransaction() {
        identityServer.binds(email, carol.id());
        String body =
                "{\"is_direct\":true,\"name\":\"Two\",\"invite_3pid\":[%s,%s]}"
                        .formatted(byAddress(email), byAddress("x" + email));

        String created = alice.createsRoom(body);

        assertThat(member(created, carol).string("membership")).contains("invite");
        assertThat(member(created, carol).bool("is_direct")).contains(true);
        assertThat(identityServer.stored().getLast().string("room_id")).contains(created);
        assertThat(identityServer.stored().getLast().string("room_name")).contains("Two");
        assertThat(pending(created, token()).string("display_name")).contains("c...@e...");
        assertThat(transactionsOf(created)).isEqualTo(1);
        RoomAudit.of(database, environment).check(created);
    }

    @Test
    void nobodyIsWrittenToForARoomWhoseAliasIsTaken() {
        String alias = "\"room_alias_name\":\"taken-" + UUID.randomUUID() + "\"";
        alice.createsRoom("{" + alias + "}");
        int before = identityServer.stored().size();

        new Refusal(400, "M_ROOM_IN_USE")
                .answersPost(
                        alice,
                        "/createRoom",
                        "{" + alias + ",\"invite_3pid\":[" + byAddress("x" + email) + "]}");

        assertThat(identityServer.stored()).hasSize(before);
    }

    @Test
    void serversThatTheOperatorDoesNotTrustAreNotAsked() {
        RoomCaller careful = new RoomCaller(distrustful, tokens, "alice");
        String elsewhere = byAddress(email).replace(identityServer.name(), "evil.example.org");
        long before = rooms();

        NOT_TRUSTED.answersPost(careful, INVITE, byAddress(email), room);
        NOT_TRUSTED.answersPost(alice, INVITE, elsewhere, room);
        NOT_TRUSTED.answersPost(
                careful, "/createRoom", "{\"invite_3pid\":[" + byAddress(email) + "]}");
        assertThat(rooms()).isEqualTo(before);
    }

    @Test
    void whoMayNotInviteHasNobodyAsked() {
        int before = identityServer.stored().size();
        alice.invites(room, bob);
        bob.joins(room);
        alice.put("/rooms/{room}/state/m.room.power_levels", "{\"invite\":50,\"users\":{}}", room);

        Refusal.FORBIDDEN.answersPost(bob, INVITE, byAddress(email), room);
        Refusal.FORBIDDEN.answersPost(carol, INVITE, byAddress(email), room);
        Refusal.FORBIDDEN.answersPost(carol, INVITE, byAddress(email), "!nowhere:test.local");

        assertThat(identityServer.stored()).hasSize(before);
    }

    @Test
    void whoIsInsideIsNotInvited() {
        identityServer.binds(email, alice.id());

        Refusal.FORBIDDEN.answersPost(alice, INVITE, byAddress(email), room);
    }

    @Test
    void usersOfOtherServersCannotBeReached() {
        identityServer.binds(email, UserId.parse("@eve:example.org"));

        Refusal.FORBIDDEN.answersPost(alice, INVITE, byAddress(email), room);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_server", "id_access_token", "medium", "address"})
    void everyPartOfAnAddressIsNeeded(String part) {
        JsonObject body = Json.parseObject(byAddress(email));

        Refusal.MISSING_PARAM.answersPost(alice, INVITE, body.without(part).toString(), room);
        Refusal.BAD_JSON.answersPost(
                alice, "/createRoom", "{\"invite_3pid\":[" + body.without(part) + "]}");
        Refusal.MISSING_PARAM.answersPost(alice, INVITE, "{}", room);
    }

    @ParameterizedTest
    @CsvSource({
        "medium, pigeon",
        "address, ' '",
        "id_access_token, 'a b'",
        "id_access_token, ''",
    })
    void whatNoServerCouldBeAskedForIsRefused(String field, String value) {
        JsonObject body = Json.parseObject(byAddress(email)).with(field, new JsonString(value));

        Refusal.INVALID_PARAM.answersPost(alice, INVITE, body.toString(), room);
    }

    @Test
    void aRoomBeginsWithAtMostTenInvitationsByAddress() {
        String addresses =
                Stream.iterate(0, i -> i + 1)
                        .limit(11)
                        .map(i -> byAddress(i + email))
                        .collect(Collectors.joining(","));

        Refusal.INVALID_PARAM.answersPost(
                alice, "/createRoom", "{\"invite_3pid\":[" + addresses + "]}");
        Refusal.BAD_JSON.answersPost(alice, "/createRoom", "{\"invite_3pid\":[null]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/hash_details | 500 | {}",
                "/hash_details | 200 | no json",
                "/hash_details | 200 | {\"lookup_pepper\":\"x\",\"algorithms\":[\"none\"]}",
                "/hash_details | 200 | {\"algorithms\":[\"sha256\"]}",
                "/store-invite | 200 | {\"token\":\"a/b\",\"display_name\":\"x\",\"public_keys\":[{\"public_key\":\"k\"}]}",
                "/store-invite | 200 | {\"token\":\"a\",\"display_name\":\"x\",\"public_keys\":[]}",
                "/store-invite | 200 | {\"token\":\"a\",\"public_keys\":[{\"public_key\":\"k\"}]}",
            })
    void aServerThatMakesNoSenseIsUnavailable(String path, int status, String body) {
        identityServer.answers(path, status, body);
        long before = rooms();

        Refusal unavailable = new Refusal(503, "M_UNKNOWN");
        unavailable.answersPost(alice, INVITE, byAddress(email), room);
        unavailable.answersPost(
                alice, "/createRoom", "{\"invite_3pid\":[" + byAddress(email) + "]}");

        assertThat(rooms()).isEqualTo(before);
    }

    @Test
    void anAnswerWithoutEndIsNotReadAndARedirectNotFollowed() {
        Refusal unavailable = new Refusal(503, "M_UNKNOWN");
        identityServer.answers("/hash_details", 200, "{\"x\":\"" + "x".repeat(100_000) + "\"}");
        unavailable.answersPost(alice, INVITE, byAddress(email), room);

        identityServer.redirects("/hash_details", "http://127.0.0.1:1/_matrix");
        unavailable.answersPost(alice, INVITE, byAddress(email), room);
    }

    @Test
    void whatTheServerRefusesIsForbiddenInItsWordsAndNeverLogsOut() {
        String wrongToken = byAddress(email).replace(FakeIdentityServer.ACCESS_TOKEN, "wrong");
        Refusal.FORBIDDEN.answersPost(alice, INVITE, wrongToken, room);

        identityServer.answers(
                "/store-invite", 400, "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Email only\"}");
        alice.call(HttpMethod.POST, byAddress(email), INVITE, room)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("The identity server refused: Email only");
        Refusal.FORBIDDEN.answersPost(
                alice, "/createRoom", "{\"invite_3pid\":[" + byAddress(email) + "]}");
    }

    @Test
    void onlyWhoIsMeantJoinsAndOnlyWithProof() {
        alice.post(INVITE, byAddress(email), room);
        String join = "/rooms/{room}/join";
        String forged;
        try (FakeIdentityServer another = new FakeIdentityServer()) {
            forged =
                    "{\"third_party_signed\":" + another.signs(alice.id(), bob.id(), token()) + "}";
        }

        Refusal.FORBIDDEN.answersPost(bob, join, signed(alice, carol, token()), room);
        Refusal.FORBIDDEN.answersPost(bob, join, forged, room);
        Refusal.FORBIDDEN.answersPost(bob, join, signed(alice, bob, "no-such-token"), room);
        Refusal.FORBIDDEN.answersPost(bob, join, signed(carol, bob, token()), room);
        Refusal.FORBIDDEN.answersPost(
                bob, join, signed(alice, bob, token()), "!nowhere:test.local");
        Refusal.BAD_JSON.answersPost(bob, join, "{\"third_party_signed\":{}}", room);
        Refusal.BAD_JSON.answersPost(bob, join, "{\"third_party_signed\":5}", room);
        Refusal.FORBIDDEN.answersPost(bob, join, "{}", room);
    }

    @Test
    void r05_theBannedDoNotComeInByAddress() {
        alice.post(INVITE, byAddress(email), room);
        alice.post("/rooms/{room}/ban", "{\"user_id\":\"" + bob.id() + "\"}", room);

        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/join", signed(alice, bob, token()), room);
    }

    @Test
    void aKeyThatIsRevokedOpensNothing() {
        alice.post(INVITE, byAddress(email), room);
        String proof = signed(alice, carol, token());
        identityServer.revokesItsKey();
        Refusal.FORBIDDEN.answersPost(carol, "/rooms/{room}/join", proof, room);

        identityServer.tellsTheTruth();
        alice.put("/rooms/{room}/state/m.room.third_party_invite/{token}", "{}", room, token());
        Refusal.FORBIDDEN.answersPost(carol, "/rooms/{room}/join", proof, room);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/valid",
                "http://user@{name}/valid",
                "https://{name}/valid",
                "http://{name}.example.org/valid",
                "file:///etc/passwd",
                "not a url",
            })
    void whetherAKeyCountsIsAskedOfTrustedServersOnly(String url) {
        String token = "made-by-alice";
        String content =
                "{\"display_name\":\"x\",\"public_key\":\"%s\",\"key_validity_url\":\"%s\"}"
                        .formatted(
                                identityServer.publicKey(),
                                url.replace("{name}", identityServer.name()));
        alice.put("/rooms/{room}/state/m.room.third_party_invite/{token}", content, room, token);

        NOT_TRUSTED.answersPost(carol, "/rooms/{room}/join", signed(alice, carol, token), room);
    }

    private String byAddress(String address) {
        return "{\"id_server\":\"%s\",\"id_access_token\":\"%s\",\"medium\":\"email\",\"address\":\"%s\"}"
                .formatted(identityServer.name(), FakeIdentityServer.ACCESS_TOKEN, address);
    }

    private String signed(RoomCaller sender, RoomCaller invited, String token) {
        return "{\"reason\":\"proof\",\"third_party_signed\":"
                + identityServer.signs(sender.id(), invited.id(), token)
                + "}";
    }

    private String token() {
        return "token-" + identityServer.stored().size();
    }

    private JsonObject pending(String where, String token) {
        return alice.read("/rooms/{room}/state/m.room.third_party_invite/{token}", where, token);
    }

    private JsonObject member(String where, RoomCaller who) {
        return alice.read("/rooms/{room}/state/m.room.member/{user}", where, who.id().value());
    }

    private long rooms() {
        return number("select count(*) as number from rooms.room");
    }

    private long transactionsOf(String where) {
        return number(
                """
                select count(distinct e.xmin::text) as number
                from rooms.event e
                join rooms.room r on r.room_nid = e.room_nid
                where r.room_id = '%s'
                """
                        .formatted(where));
    }

    private long number(String query) {
        return Objects.requireNonNull(
                database.sql(query)
                        .map(row -> Objects.requireNonNull(row.get("number", Long.class)))
                        .one()
                        .block());
    }
}
