package dev.ganglion.auth.oauth;

import static dev.ganglion.service.database.Rows.text;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Map;

/**
 * Where clients are at home, which is all of what they say about themselves that can be trusted.
 */
@Repository
public class ClientHosts {
    private final DatabaseClient database;

    ClientHosts(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The hosts of these clients by their IDs, without those that there are not. Relies on the
     * primary key.
     */
    public Mono<Map<String, String>> of(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(
                        """
                        select client_id, metadata
                        from auth.oauth_client
                        where client_id = any(:ids)
                        """)
                .bind("ids", ids.toArray(String[]::new))
                .map(row -> Client.parse(text(row, "client_id"), text(row, "metadata")))
                .all()
                .collectMap(Client::id, Client::host);
    }
}
