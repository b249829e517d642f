package dev.ganglion.gateway.route;

import org.springframework.http.HttpMethod;

import java.util.List;

/**
 * A row of the table: one path pattern and everything that the gateway knows about it. Which HTTP
 * methods there are is the service's business.
 *
 * @param pattern literal segments, variables in braces, and at most one closing {@code **} for the
 *     rest of the path
 * @param reading the terms of GET and HEAD
 * @param writing the terms of everything else
 */
public record Endpoint(
        String pattern,
        Service service,
        Terms reading,
        Terms writing,
        Affinity affinity,
        Traffic traffic) {

    public Terms terms(HttpMethod method) {
        return isRead(method) ? reading : writing;
    }

    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** Whether a repetition of a PUT is recognized by its transaction identifier. */
    public boolean hasTransactionId() {
        return pattern.endsWith("/{txnId}");
    }

    List<String> segments() {
        return List.of(pattern.substring(1).split("/", -1));
    }
}
