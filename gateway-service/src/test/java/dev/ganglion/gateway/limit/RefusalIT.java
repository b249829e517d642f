package dev.ganglion.gateway.limit;

import static dev.ganglion.gateway.limit.LimitClass.SEND;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.Upstreams;
import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Two requests a user and five a room are let through in a test's time. */
@GanglionTest(properties = "ganglion.rate-limits=on")
class RefusalIT {
    private static final Map<LimitKey, Allowance> LIMITS =
            Map.of(
                    LimitKey.USER, new Allowance(0.01, 2),
                    LimitKey.DEVICE, new Allowance(0.01, 100),
                    LimitKey.ROOM, new Allowance(0.01, 5));
    private static final LimitSettings SETTINGS =
            new LimitSettings(true, new LimitSettings.Overrides(Map.of(SEND, LIMITS)));

    @Autowired private SharedBuckets buckets;

    private final Subject alice = user("alice");
    private final Subject bob = user("bob");
    private final String room = "!" + UUID.randomUUID() + ":test.local";

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        Upstreams.register(registry);
    }

    @BeforeEach
    void redisIsThere() {
        await().until(buckets::isConnected);
    }

    @Test
    void d08AUserOverTheLimitTakesNothingFromTheRoom() {
        long alices = admittedByTenGateways(alice);
        long others = 0;
        for (String name : new String[] {"bob", "carol", "dave"}) {
            others += admittedByTenGateways(user(name));
        }

        assertThat(alices).isEqualTo(2);
        assertThat(others)
                .as("what alice's refused requests left of the room's limit")
                .isEqualTo(3);
    }

    @Test
    void d08AFullRoomTakesNothingFromTheUser() {
        admittedByTenGateways(user("carol"));
        admittedByTenGateways(user("dave"));
        admittedByTenGateways(user("erin"));

        assertThat(admittedByTenGateways(bob)).isZero();
        assertThat(isAdmitted(gateway(leases()), bob.withRoom("!other:" + room))).isTrue();
        assertThat(isAdmitted(gateway(leases()), bob.withRoom("!other:" + room))).isTrue();
    }

    @Test
    void whatARefusedRequestPaidFromALeaseIsThereForTheNext() {
        Leases leases = leases();
        Bucket roomsBucket = new Bucket(SEND, LimitKey.ROOM, room);
        leases.keep(roomsBucket, new Grant.Taken(3));
        admittedByTenGateways(alice.withRoom("!other:" + room));

        assertThat(isAdmitted(gateway(leases), alice.withRoom(room))).isFalse();

        assertThat(leases.spend(roomsBucket)).isTrue();
        assertThat(leases.spend(roomsBucket)).isTrue();
    }

    @Test
    void aUserWhoIsKnownToBeOverTheLimitTakesNothingFromALease() {
        Leases leases = leases();
        Bucket roomsBucket = new Bucket(SEND, LimitKey.ROOM, room);
        leases.keep(roomsBucket, new Grant.Taken(2));
        leases.keep(
                new Bucket(SEND, LimitKey.USER, String.valueOf(alice.user())),
                new Grant.Refused(Duration.ofMinutes(1)));

        assertThat(isAdmitted(gateway(leases), alice.withRoom(room))).isFalse();

        assertThat(leases.spend(roomsBucket)).isTrue();
    }

    /** Each of them asks Redis: none has heard of a refusal yet. */
    private long admittedByTenGateways(Subject subject) {
        Subject inRoom = subject.room() == null ? subject.withRoom(room) : subject;
        return IntStream.range(0, 10).filter(_ -> isAdmitted(gateway(leases()), inRoom)).count();
    }

    private static boolean isAdmitted(RateLimiter gateway, Subject subject) {
        return Boolean.TRUE.equals(
                gateway.admit(SEND, subject).thenReturn(true).onErrorReturn(false).block());
    }

    private RateLimiter gateway(Leases leases) {
        return new RateLimiter(SETTINGS, leases, buckets, new LocalBuckets(Clock.systemUTC()));
    }

    /** Their clock stands still, so that nothing in them ends. */
    private static Leases leases() {
        return new Leases(Clock.fixed(Clock.systemUTC().instant(), Clock.systemUTC().getZone()));
    }

    private static Subject user(String name) {
        String unique = "@" + name + "-" + UUID.randomUUID() + ":test.local";
        return Subject.of(InetAddress.getLoopbackAddress()).withUser(unique, "DEVICE");
    }
}
