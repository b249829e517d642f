package dev.ganglion.auth.page;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/** The fields of a form that was posted. */
public final class FormData {
    private FormData() {}

    /** Refuses what is not URL-encoded with {@code M_INVALID_PARAM}. */
    public static Mono<MultiValueMap<String, String>> of(ServerWebExchange exchange) {
        return exchange.getFormData()
                .onErrorMap(
                        IllegalArgumentException.class,
                        _ -> MatrixException.invalidParam("The form is not URL-encoded"));
    }
}
