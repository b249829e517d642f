package dev.ganglion.service.identity;

import dev.ganglion.protocol.error.MatrixException;

import java.util.List;

/** The service whose call this is; an argument of endpoints below {@code /internal}. */
public record ServiceCaller(String service) {
    /** Refuses any other service: each call has its callers. */
    public void mustBe(String... services) {
        if (!List.of(services).contains(service)) {
            throw MatrixException.forbidden("This service may not call this");
        }
    }
}
