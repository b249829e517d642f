package dev.ganglion.gateway.route;

import dev.ganglion.gateway.limit.LimitClass;

import java.util.List;

/**
 * A row of the table: one path pattern and everything that the gateway knows about it. The HTTP
 * method is the service's business.
 *
 * @param pattern literal segments, variables in braces, and at most one closing {@code **} for the
 *     rest of the path
 */
public record Endpoint(
        String pattern,
        Service service,
        Caller caller,
        Affinity affinity,
        LimitClass limit,
        Traffic traffic) {

    /** Whether a repetition of a PUT is recognized by its transaction identifier. */
    public boolean hasTransactionId() {
        return pattern.endsWith("/{txnId}");
    }

    List<String> segments() {
        return List.of(pattern.substring(1).split("/", -1));
    }
}
