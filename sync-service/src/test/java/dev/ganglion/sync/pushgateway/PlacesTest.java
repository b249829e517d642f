package dev.ganglion.sync.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.pusher.PusherKey;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

class PlacesTest {
    private final Places places = new Places(4);

    @Test
    void whatIsTakenIsGivenBack() {
        places.take(claim("a", 0));
        places.take(claim("a", 0));
        places.take(claim("b", 0));
        assertThat(places.room()).isEqualTo(new ClaimRepository.Room(1, 2, Map.of("a", 2, "b", 1)));

        places.giveBack(claim("a", 0));
        places.giveBack(claim("b", 0));
        assertThat(places.room()).isEqualTo(new ClaimRepository.Room(3, 2, Map.of("a", 1)));
    }

    @Test
    void d04ThoseThatFailGetHalfOfThePlaces() {
        places.take(claim("a", 1));
        places.take(claim("b", 3));
        assertThat(places.room().failing()).isZero();
        assertThat(places.room().places()).isEqualTo(2);

        places.giveBack(claim("a", 1));
        assertThat(places.room().failing()).isEqualTo(1);
    }

    private static Claim claim(String host, int failures) {
        return new Claim(
                1,
                1,
                UserId.parse("@a:test.local"),
                new Claim.Target(new PusherKey("app", "key"), JsonObject.EMPTY, host, 0),
                new Claim.Badge(false, Optional.empty()),
                0,
                failures,
                false,
                true);
    }
}
