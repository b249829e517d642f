package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.inEachVersion;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.DAVE;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.json;
import static dev.ganglion.protocol.dag.TestRoom.levels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.KeyId;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules 5.4 and 7: invitations. R05. */
class InviteRulesTest {
    private static final SigningKey IDENTITY_SERVER =
            SigningKey.of(KeyId.ofVersion("0"), new byte[32]);

    @ParameterizedTest
    @MethodSource
    void r05_rule5Invites(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5Invites() {
        return inEachVersion(invites());
    }

    private static List<RuleCase> invites() {
        return List.of(
                rejects("5.4.2", "an invite from outside", nothing(), r -> invite(r, CAROL, DAVE)),
                rejects("5.4.3", "an invite of a member", nothing(), r -> invite(r, ALICE, BOB)),
                rejects(
                        "5.4.3",
                        "an invite of the banned",
                        r -> r.bans(ALICE, BOB),
                        r -> invite(r, ALICE, BOB)),
                allows("5.4.4", "anybody to invite", nothing(), r -> invite(r, BOB, CAROL))
                        .notBy("5.4.2", "5.4.3"),
                allows(
                        "5.4.4",
                        "an invite again",
                        r -> r.invites(BOB, CAROL),
                        r -> invite(r, BOB, CAROL)),
                allows(
                                "5.4.4",
                                "an invite of one who knocks",
                                InviteRulesTest::knocked,
                                r -> invite(r, BOB, CAROL))
                        .from(RoomVersion.V7),
                allows(
                        "5.4.4",
                        "a moderator",
                        InviteRulesTest::invitesAt50,
                        r -> invite(r, MOD, CAROL)),
                rejects(
                                "5.4.5",
                                "an invite without power",
                                InviteRulesTest::invitesAt50,
                                r -> invite(r, BOB, CAROL))
                        .notBy("5.4.4"));
    }

    @ParameterizedTest
    @MethodSource
    void r05_rule5ThirdPartyInvites(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5ThirdPartyInvites() {
        return inEachVersion(thirdPartyInvites());
    }

    private static List<RuleCase> thirdPartyInvites() {
        Consumer<Branch> offered =
                offered("'public_keys': [{'public_key': 'x'}, {'public_key': '%s'}]");
        JsonObject good = signed(CAROL, "t");
        return List.of(
                allows("5.4.1.7.2", "one of several keys", offered, r -> thirdParty(r, ALICE, good))
                        .notBy("5.4.1.1", "5.4.1.2", "5.4.1.3", "5.4.1.4", "5.4.1.5", "5.4.1.6"),
                allows(
                        "5.4.1.7.1",
                        "a single key",
                        offered("'public_key': '%s'"),
                        r -> thirdParty(r, ALICE, good)),
                rejects(
                        "5.4.1.1",
                        "a banned user",
                        offered.andThen(r -> r.bans(ALICE, CAROL)),
                        r -> thirdParty(r, ALICE, good)),
                rejects(
                        "5.4.1.2",
                        "an unsigned one",
                        offered,
                        r -> withThirdParty(r, JsonObject.EMPTY)),
                rejects(
                        "5.4.1.3",
                        "a nameless one",
                        offered,
                        r -> thirdParty(r, ALICE, json("{'token': 't'}"))),
                rejects(
                        "5.4.1.3",
                        "one without token",
                        offered,
                        r -> thirdParty(r, ALICE, good.without("token"))),
                rejects(
                        "5.4.1.4",
                        "one for another user",
                        offered,
                        r -> thirdParty(r, ALICE, signed(DAVE, "t"))),
                rejects(
                        "5.4.1.5",
                        "an unknown token",
                        offered,
                        r -> thirdParty(r, ALICE, signed(CAROL, "u"))),
                rejects("5.4.1.6", "another sender", offered, r -> thirdParty(r, MOD, good)),
                rejects(
                                "5.4.1.8",
                                "another key",
                                offered("'public_key': 'x%s'"),
                                r -> thirdParty(r, ALICE, good))
                        .notBy("5.4.1.7.1"),
                rejects(
                                "5.4.1.8",
                                "other keys",
                                offered(
                                        "'public_keys': [{'public_key': 'x'}, {'public_key': 'x%s'}]"),
                                r -> thirdParty(r, ALICE, good))
                        .notBy("5.4.1.7.2"),
                rejects(
                        "5.4.1.8",
                        "a forged token",
                        offered,
                        r -> thirdParty(r, ALICE, forged(good))),
                rejects(
                        "5.4.1.8",
                        "one without signature",
                        offered,
                        r -> thirdParty(r, ALICE, good.without("signatures"))));
    }

    @ParameterizedTest
    @MethodSource
    void r05_rule7(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule7() {
        return inEachVersion(offers());
    }

    private static List<RuleCase> offers() {
        return List.of(
                allows(
                        "7.1",
                        "whoever may invite",
                        nothing(),
                        r -> offer(r, BOB, "'public_key': '%s'")),
                rejects(
                        "7.1",
                        "others",
                        InviteRulesTest::invitesAt50,
                        r -> offer(r, BOB, "'public_key': '%s'")));
    }

    static List<RuleCase> rows() {
        return Stream.of(invites(), thirdPartyInvites(), offers()).flatMap(List::stream).toList();
    }

    @Test
    @Timeout(10)
    void r05_aFloodOfKeysAndSignaturesIsNotTriedOut() {
        Branch room = TestRoom.open(RoomVersion.V12);
        String key = IDENTITY_SERVER.verifyKey().toBase64();
        String keys = String.join(",", Collections.nCopies(900, "{'public_key': '" + key + "'}"));
        room.appends(
                room.stateEvent(
                        ALICE,
                        EventTypes.THIRD_PARTY_INVITE,
                        "t",
                        "{'public_keys': [" + keys + "]}"));
        JsonObject.Builder signatures = JsonObject.builder();
        String signature = UnpaddedBase64.encode(IDENTITY_SERVER.sign(new byte[1]));
        IntStream.range(0, 600).forEach(i -> signatures.put("ed25519:" + i, signature));
        JsonObject flooded =
                signed(CAROL, "t").toBuilder()
                        .put(
                                "signatures",
                                JsonObject.builder()
                                        .put("identity.example", signatures.build())
                                        .build())
                        .build();

        assertThat(RuleCase.verdict(thirdParty(room, ALICE, flooded), room).isAllowed()).isFalse();
    }

    private static PduEvent invite(Branch room, UserId sender, UserId target) {
        return room.membership(sender, target, "invite");
    }

    private static JsonObject signed(UserId user, String token) {
        JsonObject signed = json("{'mxid': '%s', 'token': '%s'}".formatted(user, token));
        return JsonSignatures.sign(signed, "identity.example", IDENTITY_SERVER);
    }

    /** Signed, then changed. */
    private static JsonObject forged(JsonObject signed) {
        return signed.toBuilder().put("sender", "@mallory:example.org").build();
    }

    private static PduEvent thirdParty(Branch room, UserId sender, JsonObject signed) {
        return withThirdParty(room, sender, JsonObject.builder().put("signed", signed).build());
    }

    private static PduEvent withThirdParty(Branch room, JsonObject invite) {
        return withThirdParty(room, ALICE, invite);
    }

    private static PduEvent withThirdParty(Branch room, UserId sender, JsonObject invite) {
        JsonObject content =
                json("{'membership': 'invite'}").toBuilder()
                        .put("third_party_invite", invite)
                        .build();
        return room.event(sender, EventTypes.MEMBER, Optional.of(CAROL.value()), content);
    }

    private static Consumer<Branch> offered(String keys) {
        return room -> room.appends(offer(room, ALICE, keys));
    }

    private static PduEvent offer(Branch room, UserId sender, String keys) {
        String content = "{" + keys.formatted(IDENTITY_SERVER.verifyKey().toBase64()) + "}";
        return room.stateEvent(sender, EventTypes.THIRD_PARTY_INVITE, "t", content);
    }

    private static void knocked(Branch room) {
        room.setsJoinRule(ALICE, "knock");
        room.appends(room.membership(CAROL, CAROL, "knock"));
    }

    private static void invitesAt50(Branch room) {
        room.setsLevels(
                ALICE,
                levels(room.room().version(), "{'" + MOD + "': 50}").toBuilder()
                        .put("invite", 50)
                        .build());
    }
}
