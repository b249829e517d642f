package dev.ganglion.sync.digest;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.sync.push.StillNews;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/** Reads what waits for a pusher, as it is at that moment. */
@Repository
class MissedEventRepository {
    private static final String WAITING =
            "select w.position, (extract(epoch from now() - w.added_at) * 1000)::bigint as age, "
                    + StillNews.COLUMNS
                    + StillNews.FROM;

    private final DatabaseClient database;
    private final DigestProperties properties;

    MissedEventRepository(DatabaseClient database, DigestProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /**
     * All that waits, which {@code ganglion.push.max-waiting} bounds, in the order of the stream.
     */
    Mono<List<MissedEvent>> list(DigestClaim claim) {
        return StillNews.bind(
                        database.sql(WAITING),
                        claim.pusherId(),
                        claim.user(),
                        properties.maxEventAge())
                .map(MissedEventRepository::read)
                .all()
                .collectList();
    }

    private static MissedEvent read(Readable row) {
        return new MissedEvent(
                number(row, "position"),
                Duration.ofMillis(Math.max(0, number(row, "age"))),
                StillNews.of(row));
    }
}
