package dev.ganglion.sync.pushgateway;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.sync.push.StillNews;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

/** Reads what a pusher is told of, as it is at that moment. */
@Repository
class DueEventRepository {
    private static final String NEXT =
            "select w.position, w.tweaks, " + StillNews.COLUMNS + StillNews.FROM + "limit 1";

    private final DatabaseClient database;
    private final PushGatewayProperties properties;

    DueEventRepository(DatabaseClient database, PushGatewayProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** The oldest that waits. */
    Mono<DueEvent> next(Claim claim) {
        return StillNews.bind(
                        database.sql(NEXT),
                        claim.pusherId(),
                        claim.user(),
                        properties.giveUpAfter())
                .map(DueEventRepository::read)
                .one();
    }

    private static DueEvent read(Readable row) {
        return new DueEvent(
                number(row, "position"), Json.parseObject(text(row, "tweaks")), StillNews.of(row));
    }
}
