package dev.ganglion.sync.model;

import static org.awaitility.Awaitility.await;

import dev.ganglion.sync.TestUser;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Ten users do things at random; clients of three of them follow, now and then. */
final class History {
    private static final int USERS = 10;
    private static final int CLIENTS = 3;
    private static final int LEAST_DEEDS = 10;
    private static final int MORE_DEEDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Chance chance;
    private final DeedLog log = new DeedLog();
    private final Party party;
    private final Deeds deeds;
    private final List<Client> clients;

    private History(long seed) {
        this.chance = new Chance(seed);
        this.party = new Party(chance, USERS);
        this.deeds = new Deeds(chance, party, log);
        this.clients = IntStream.range(0, CLIENTS).mapToObj(this::client).toList();
    }

    /** Fails when a client knows something else in the end than the server answers. */
    static void play(long seed) {
        History history = new History(seed);
        try {
            history.play();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError("After\n" + history.log, failure);
        }
    }

    private Client client(int number) {
        return new Client(
                party.users().get(number),
                new Client.Settings(
                        chance.any(List.of(1, 3, 20)), chance.isEven(), chance.isEven()));
    }

    private void play() {
        while (party.rooms().isEmpty()) {
            deeds.createRoom();
        }
        for (TestUser user : party.users()) {
            if (chance.isEven()) {
                deeds.join(user, party.anyRoom());
            }
        }
        int count = LEAST_DEEDS + chance.below(MORE_DEEDS);
        for (int i = 0; i < count; i++) {
            deeds.one();
            if (chance.below(3) == 0) {
                clients.get(chance.below(CLIENTS)).sync(chance.below(2));
            }
        }
        clients.forEach(this::mustKnowEverything);
    }

    /** What was answered a moment ago may not be told yet. */
    private void mustKnowEverything(Client client) {
        await(client.toString())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> {
                            client.sync(chance.below(2));
                            DirectReads.mustTellTheSame(party, client);
                        });
    }
}
