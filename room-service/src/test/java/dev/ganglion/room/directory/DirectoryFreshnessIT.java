package dev.ganglion.room.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.concurrent.atomic.AtomicInteger;

class DirectoryFreshnessIT extends RoomOfAlice {
    private static final String NAME = "/rooms/{room}/state/m.room.name/";

    private final AtomicInteger refreshes = new AtomicInteger();

    @Autowired private DatabaseClient database;

    private DirectoryFreshness freshness;
    private String published;

    @BeforeEach
    void somebodyHasLooked() {
        freshness = new DirectoryFreshness(database);
        published = alice.createsRoom("{\"preset\":\"public_chat\",\"visibility\":\"public\"}");
        look(true);
        refreshes.set(0);
    }

    @Test
    void lookingAgainAndAgainRefreshesNothing() {
        for (int i = 0; i < 5; i++) {
            alice.sends(published, "hello", "t" + i);
            look(true);
        }
        alice.put(NAME, "{\"name\":\"not published\"}", room);
        look(true);

        assertThat(refreshes).hasValue(0);
    }

    @Test
    void aChangeOfAPublishedRoomRefreshesOnce() {
        alice.put(NAME, "{\"name\":\"new\"}", published);

        look(true);
        look(true);

        assertThat(refreshes).hasValue(1);
    }

    @Test
    void aRedactionRefreshesToo() {
        String event = alice.sends(published, "hello", "t1");
        look(true);
        alice.put("/rooms/{room}/redact/{event}/t2", "{}", published, event);

        look(true);

        assertThat(refreshes).hasValue(1);
    }

    @Test
    void whatIsLeftToRefreshIsDoneTheNextTime() {
        alice.put(NAME, "{\"name\":\"new\"}", published);

        look(false);
        look(true);
        look(true);

        assertThat(refreshes).hasValue(2);
    }

    private void look(boolean isAllDone) {
        freshness
                .ensure(
                        Mono.fromSupplier(
                                () -> {
                                    refreshes.incrementAndGet();
                                    return isAllDone;
                                }))
                .block();
    }
}
