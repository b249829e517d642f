package dev.ganglion.sync;

import org.springframework.context.ConfigurableApplicationContext;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** What {@value #USERS} users' clients do when nobody says much, an hour a round. */
final class IdleTraffic {
    /** After so many rounds everybody has been away and is back. */
    static final int PERIOD = 6;

    private static final int USERS = 50;
    private static final int ROOMS = 5;
    private static final int PASSING = 3;
    private static final List<String> PRESENCES = List.of("online", "unavailable", "offline");

    private final List<IdleClient> clients = new ArrayList<>();
    private final PushGateway gateway;

    IdleTraffic(ConfigurableApplicationContext replica, PushGateway gateway) {
        this.gateway = gateway;
        for (int i = 0; i < USERS; i++) {
            TestUser user = Suite.shared().user("idle", List.of(replica));
            Suite.shared().devices().has(user);
            clients.add(new IdleClient(user));
        }
        IntStream.range(0, ROOMS).forEach(this::meet);
    }

    /** A third of the users is there. */
    void round(int number) {
        try (ExecutorService atOnce = Executors.newFixedThreadPool(8)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            IntStream.range(0, USERS)
                    .filter(i -> (i + number) % PERIOD < PERIOD / 3)
                    .forEach(
                            i ->
                                    running.add(
                                            CompletableFuture.runAsync(
                                                    () -> hour(i, number), atOnce)));
            running.forEach(CompletableFuture::join);
        }
        IntStream.range(0, PASSING)
                .map(i -> (PASSING * number + i) % USERS)
                .forEach(i -> clients.get(i).logsInAndOut(number, gateway));
        if (number % PERIOD == 0) {
            saysSomething(number);
        }
    }

    private void hour(int i, int number) {
        IdleClient client = clients.get(i);
        client.polls(PRESENCES.get((i + number) % PRESENCES.size()));
        client.slides((i + number) % PERIOD == 0);
        client.types();
        client.reads();
        client.stores();
        client.tells(clients.get((i + 1) % USERS), "t" + number);
        if (i % 4 == 0) {
            Presences.sets(client.user(), "offline");
        }
        client.polls("offline");
    }

    /** So there is something that pushers and digests are told of; the others read it. */
    private void saysSomething(int number) {
        IdleClient speaker = clients.get(number / PERIOD % ROOMS);
        String event = speaker.user().sends(speaker.room(), "Good morning");
        clients.stream()
                .filter(client -> client.room().equals(speaker.room()))
                .forEach(
                        client -> {
                            client.isShown(event);
                            client.reads();
                        });
    }

    private void meet(int number) {
        IdleClient first = clients.get(number);
        String room = first.user().createsRoom("{\"preset\":\"public_chat\"}");
        String event = first.user().sends(room, "Hello");
        for (int i = number; i < USERS; i += ROOMS) {
            IdleClient client = clients.get(i);
            if (i != number) {
                client.user().joins(room);
            }
            client.enters(room, event);
            if (i % 2 == 0) {
                gateway.tells(client.user());
            } else {
                EmailPusherIT.sets(client.user(), EmailPusherIT.address(client.user()));
            }
        }
    }
}
