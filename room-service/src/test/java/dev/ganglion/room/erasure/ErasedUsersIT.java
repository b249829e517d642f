package dev.ganglion.room.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Flux;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** How a replica that has just started learns of the erased users. */
class ErasedUsersIT extends RoomOfErin {
    private static final int PAGE_SIZE = 2;
    private static final int AT_ONCE = 8;

    @Autowired private DatabaseClient database;

    private final AtomicInteger statements = new AtomicInteger();
    private ErasedUsers elsewhere;

    @BeforeEach
    void aReplicaThatKnowsNobody() {
        erases(erin);
        elsewhere = new ErasedUsers(DatabaseClient.create(new Counting()), PAGE_SIZE);
    }

    /** Counts a connection for each statement. */
    private class Counting implements ConnectionFactory {
        @Override
        public Publisher<? extends Connection> create() {
            statements.incrementAndGet();
            return database.getConnectionFactory().create();
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return database.getConnectionFactory().getMetadata();
        }
    }

    @Test
    void anotherReplicaLearnsOfItByTheNumber() {
        assertThat(elsewhere.known().contains(erin.id())).isFalse();
        elsewhere.upTo(number()).block();
        assertThat(elsewhere.known().contains(erin.id())).isTrue();
    }

    @Test
    void allAreReadPageByPage() {
        for (int i = 0; i < PAGE_SIZE; i++) {
            erases(new RoomCaller(web, tokens, "erin" + i + word.substring(1)));
        }

        Erasures all = Objects.requireNonNull(elsewhere.latest().block());

        assertThat(all.number()).isEqualTo(number()).isGreaterThan(PAGE_SIZE);
        assertThat(all.positions()).hasSize((int) all.number()).containsKey(erin.id());
        assertThat((long) statements.get()).isGreaterThan(all.number() / PAGE_SIZE);
    }

    @Test
    void manyWhoAskAtOnceShareOneLoad() {
        long number = number();

        List<Erasures> found =
                Flux.range(0, AT_ONCE)
                        .flatMap(_ -> elsewhere.upTo(number), AT_ONCE)
                        .collectList()
                        .block();

        assertThat(found)
                .hasSize(AT_ONCE)
                .allSatisfy(erasures -> assertThat(erasures.contains(erin.id())).isTrue());
        assertThat((long) statements.get()).isLessThanOrEqualTo(number / PAGE_SIZE + 1);
    }

    @Test
    void nothingIsReadOfWhatIsKnown() {
        elsewhere.upTo(number()).block();
        int before = statements.get();

        elsewhere.upTo(number()).block();

        assertThat(statements).hasValue(before);
    }

    @Test
    void theServiceIsReadyWhenItKnowsThem() {
        web.get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.erasedUsers.status")
                .isEqualTo("UP");
    }

    private long number() {
        return database.sql("select max(number) from rooms.erased_user")
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
