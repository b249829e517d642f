package dev.ganglion.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class LocalBucketsTest {
    private static final Grant ONE = new Grant.Taken(1);
    private static final Grant UNTOUCHED = new Grant.Untouched();

    private Instant now = Instant.EPOCH;
    private final LocalBuckets buckets = new LocalBuckets(() -> now);
    private final Demand demand = demand(LimitKey.IP, new Allowance(2, 10));

    @Test
    @DisplayName("D08: without Redis half of the limit is left")
    void d08_withoutRedisHalfOfTheLimitIsLeft() {
        for (int i = 0; i < 5; i++) {
            assertThat(take(demand)).isEqualTo(ONE);
        }

        assertThat(take(demand)).isEqualTo(new Grant.Refused(Duration.ofSeconds(1)));

        now = now.plusSeconds(1);
        assertThat(take(demand)).isEqualTo(ONE);
        assertThat(take(demand)).isInstanceOf(Grant.Refused.class);
    }

    @Test
    void aBucketIsNotTakenFromWhenAnotherRefuses() {
        Demand users = demand(LimitKey.USER, new Allowance(0.1, 2));
        Demand rooms = demand(LimitKey.ROOM, new Allowance(0.1, 6));
        assertThat(take(users)).isEqualTo(ONE);

        for (int i = 0; i < 10; i++) {
            assertThat(buckets.take(List.of(rooms, users)).getFirst()).isEqualTo(UNTOUCHED);
            assertThat(buckets.take(List.of(users, rooms)).getLast()).isEqualTo(UNTOUCHED);
        }

        for (int i = 0; i < 3; i++) {
            assertThat(take(rooms)).isEqualTo(ONE);
        }
        assertThat(take(rooms)).isInstanceOf(Grant.Refused.class);
    }

    @Test
    @DisplayName("D08: all addresses of an IPv6 /64 share a bucket")
    void d08_allAddressesOfAnIpv6NetworkShareABucket() {
        assertThat(address("2001:db8:1:2::1")).isEqualTo(address("2001:db8:1:2:ffff::9"));
        assertThat(address("2001:db8:1:2::1")).isNotEqualTo(address("2001:db8:1:3::1"));
        assertThat(address("192.0.2.1")).isNotEqualTo(address("192.0.2.2"));
    }

    private Grant take(Demand demand) {
        return buckets.take(List.of(demand)).getFirst();
    }

    private static Demand demand(LimitKey key, Allowance allowance) {
        return new Demand(new Bucket(LimitClass.SEND, key, "someone"), allowance, 1);
    }

    private static String address(String literal) {
        return Subject.of(InetAddress.ofLiteral(literal)).address();
    }
}
