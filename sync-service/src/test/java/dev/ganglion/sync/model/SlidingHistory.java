package dev.ganglion.sync.model;

import static org.awaitility.Awaitility.await;

import dev.ganglion.sync.TestUser;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A few users do things at random in several rooms; clients of two of them follow. */
final class SlidingHistory {
    private static final int USERS = 4;
    private static final int CLIENTS = 2;
    private static final int LEAST_ROOMS = 2;
    private static final int MORE_ROOMS = 3;
    private static final int LEAST_DEEDS = 6;
    private static final int MORE_DEEDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Chance chance;
    private final DeedLog log = new DeedLog();
    private final Party party;
    private final Deeds deeds;
    private final List<SlidingModelClient> clients;

    private SlidingHistory(long seed) {
        this.chance = new Chance(seed);
        this.party = new Party(chance, USERS);
        this.deeds = new Deeds(chance, party, log);
        this.clients =
                IntStream.range(0, CLIENTS)
                        .mapToObj(
                                number ->
                                        new SlidingModelClient(
                                                party.users().get(number), chance, log))
                        .toList();
    }

    /** Fails when a client knows something else in the end than the server answers. */
    static void play(long seed) {
        SlidingHistory history = new SlidingHistory(seed);
        try {
            history.play();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError("After\n" + history.log, failure);
        }
    }

    private void play() {
        int rooms = LEAST_ROOMS + chance.below(MORE_ROOMS);
        while (party.rooms().size() < rooms) {
            deeds.createRoom();
        }
        for (TestUser user : party.users()) {
            party.rooms().stream()
                    .filter(_ -> !chance.isOneIn(3))
                    .forEach(room -> deeds.join(user, room));
        }
        int count = LEAST_DEEDS + chance.below(MORE_DEEDS);
        for (int i = 0; i < count; i++) {
            deeds.one();
            if (chance.isEven()) {
                something(chance.any(clients));
            }
        }
        clients.forEach(this::mustKnowEverything);
    }

    private void something(SlidingModelClient client) {
        switch (chance.below(12)) {
            case 0 -> client.losesAnAnswer();
            case 1 -> client.isForgotten();
            case 2 -> client.beginsAnew();
            case 3, 4, 5, 6 -> {
                client.wish().change(chance, party);
                client.asks();
            }
            default -> client.asks();
        }
    }

    /** What was answered a moment ago may not be told yet. */
    private void mustKnowEverything(SlidingModelClient client) {
        await(client.toString())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> {
                            client.asks();
                            SlidingTruth.mustBeKnown(party, client);
                        });
    }
}
