package dev.ganglion.room.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.persist.RoomClosing;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.profile.ProfileLookup.Audience;
import dev.ganglion.room.profile.PropagationRepository.Propagation;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What happens between a changed profile and the last room that is told. */
@GanglionTest
class PropagationIT {
    private static final String NAME = "/profile/{user}/displayname";
    private static final String MEMBER = "/rooms/{room}/state/m.room.member/{user}";

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;
    @Autowired private RoomClosing closing;
    @Autowired private PropagationRepository propagations;
    @Autowired private ProfileRepository profiles;
    @Autowired private ProfilePropagation propagation;
    @Autowired private RoomWriter writer;
    @Autowired private MeterRegistry meters;

    private RoomCaller alice;
    private RoomCaller bob;

    @BeforeEach
    void peopleWhomNobodyKnows() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        alice = new RoomCaller(web, tokens, "alice-" + unique);
        bob = new RoomCaller(web, tokens, "bob-" + unique);
    }

    @Test
    void whatAReplicaLeftBehindIsCarriedOnWhereItEnded() {
        List<String> rooms = Stream.generate(() -> alice.createsRoom("{}")).limit(3).toList();
        write(
                "insert into rooms.profile values (:user, 'displayname', convert_to('\"Alice\"', 'UTF8'))");
        write(
                """
                insert into rooms.profile_propagation (user_id, field, after_room_nid)
                select :user, 'displayname', room_nid from rooms.room where room_id = '%s'
                """
                        .formatted(rooms.getFirst()));

        propagation.carryOn().block();

        await().until(() -> isDone(alice));
        assertThat(rooms).extracting(this::nameIn).containsExactly("", "Alice", "Alice");
    }

    @Test
    void whatAnotherReplicaIsAtWorkOnIsLeftToIt() {
        String room = alice.createsRoom("{}");
        write(
                "insert into rooms.profile values (:user, 'displayname', convert_to('\"Alice\"', 'UTF8'))");
        write(
                """
                insert into rooms.profile_propagation (user_id, field, claimed_until)
                values (:user, 'displayname', now() + interval '1 hour')
                """);

        propagation.carryOn().block();

        assertThat(nameIn(room)).isEmpty();
        assertThat(isDone(alice)).isFalse();
        write("delete from rooms.profile_propagation where user_id = :user");
    }

    @Test
    void aFieldThatChangesMeanwhileBeginsAgain() {
        write(
                """
                insert into rooms.profile_propagation (user_id, field, after_room_nid, claimed_until)
                values (:user, 'displayname', 7, now() + interval '1 hour')
                """);
        Propagation old = new Propagation(alice.id(), "displayname", 1, 8);

        propagations.begin(alice.id(), "displayname").block();

        assertThat(propagations.advance(old, Duration.ofSeconds(30)).block()).isFalse();
        assertThat(propagations.finish(old).block()).isFalse();
        propagations.release(old).block();
        await().until(
                        () -> {
                            propagation.carryOn().block();
                            return isDone(alice);
                        });
    }

    @Test
    void moreRoomsThanAChunkHoldsAreAllTold() {
        List<String> rooms = Stream.generate(() -> alice.createsRoom("{}")).limit(23).toList();

        alice.put(NAME, "{\"displayname\":\"Alice\"}", alice.id());

        await().until(() -> isDone(alice));
        assertThat(rooms).extracting(this::nameIn).containsOnly("Alice");
    }

    @Test
    void aRoomThatFailsAgainAndAgainIsPassedOver() {
        List<String> rooms = Stream.generate(() -> alice.createsRoom("{}")).limit(3).toList();
        double before = skipped();
        isToBeToldByUsAlone();
        ProfilePropagation ours = failingFor(rooms.get(1)::equals);

        IntStream.range(0, 3).forEach(_ -> ours.tellAll(fromTheBeginning()).block());
        assertThat(isDone(alice)).isFalse();
        ours.tellAll(fromTheBeginning()).block();

        assertThat(isDone(alice)).isTrue();
        assertThat(rooms).extracting(this::nameIn).containsExactly("Alice", "", "Alice");
        assertThat(skipped()).isEqualTo(before + 1);
    }

    @Test
    void whereEveryRoomFailsNoneIsPassedOver() {
        alice.createsRoom("{}");
        alice.createsRoom("{}");
        double before = skipped();
        isToBeToldByUsAlone();
        ProfilePropagation ours = failingFor(_ -> true);

        IntStream.range(0, 5).forEach(_ -> ours.tellAll(fromTheBeginning()).block());

        assertThat(isDone(alice)).isFalse();
        assertThat(skipped()).isEqualTo(before);
        write("delete from rooms.profile_propagation where user_id = :user");
    }

    @Test
    void d09_profilesAreShownToWhomTheOperatorSays() {
        assertThat(sees(Audience.EVERYONE, Optional.empty())).isTrue();
        assertThat(sees(Audience.USERS, Optional.empty())).isFalse();
        assertThat(sees(Audience.USERS, Optional.of(bob))).isTrue();
        assertThat(sees(Audience.SHARED_ROOMS, Optional.empty())).isFalse();
        assertThat(sees(Audience.SHARED_ROOMS, Optional.of(alice))).isTrue();
        assertThat(sees(Audience.SHARED_ROOMS, Optional.of(bob))).isFalse();

        String shared = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(shared);

        assertThat(sees(Audience.SHARED_ROOMS, Optional.of(bob))).isTrue();

        closing.close(RoomId.parse(shared), RoomClosing.Attachment.ANY, Duration.ofDays(1)).block();

        assertThat(sees(Audience.SHARED_ROOMS, Optional.of(bob))).isFalse();
    }

    /** What the running replica would do is nobody's to do. */
    private void isToBeToldByUsAlone() {
        write(
                "insert into rooms.profile values (:user, 'displayname', convert_to('\"Alice\"', 'UTF8'))");
        write(
                """
                insert into rooms.profile_propagation (user_id, field, revision, claimed_until)
                values (:user, 'displayname', 1, now() + interval '1 hour')
                """);
    }

    private Propagation fromTheBeginning() {
        return new Propagation(alice.id(), "displayname", 1, 0);
    }

    private ProfilePropagation failingFor(Predicate<String> isBad) {
        RoomProfiles bad =
                new RoomProfiles(writer) {
                    @Override
                    Mono<Void> tell(RoomId room, UserId user, String field, JsonObject value) {
                        return isBad.test(room.value())
                                ? Mono.error(new IllegalStateException("This room is broken"))
                                : super.tell(room, user, field, value);
                    }
                };
        return new ProfilePropagation(
                propagations,
                new ProfileTeller(profiles, bad, meters),
                new PropagationProperties(100));
    }

    private double skipped() {
        return meters.counter("ganglion.profile.rooms.skipped").count();
    }

    private boolean sees(Audience audience, Optional<RoomCaller> reader) {
        var lookup = new ProfileLookup(new ProfileLookup.Properties(audience), profiles);
        Optional<Requester> requester =
                reader.map(
                        one ->
                                new Requester(
                                        one.id(),
                                        Optional.empty(),
                                        false,
                                        false,
                                        Optional.empty()));
        return Objects.requireNonNull(
                lookup.mustBeAllowed(requester, alice.id())
                        .thenReturn(true)
                        .onErrorResume(
                                MatrixException.class,
                                refusal -> {
                                    assertThat(refusal.status()).isEqualTo(403);
                                    return Mono.just(false);
                                })
                        .block());
    }

    private String nameIn(String room) {
        return alice.read(MEMBER, room, alice.id()).string("displayname").orElse("");
    }

    private boolean isDone(RoomCaller user) {
        return Objects.requireNonNull(
                database.sql(
                                "select not exists (select 1 from rooms.profile_propagation where user_id = :user) as done")
                        .bind("user", user.id().value())
                        .map(row -> Objects.requireNonNull(row.get("done", Boolean.class)))
                        .one()
                        .block());
    }

    private void write(String sql) {
        database.sql(sql).bind("user", alice.id().value()).then().block();
    }
}
