package dev.ganglion.service.client;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import reactor.core.publisher.Mono;

import java.util.Arrays;
import java.util.Set;

/** A refusal of another service becomes the exception that it was there. */
final class MatrixFailures implements ExchangeFilterFunction {
    private static final Set<String> STANDARD = Set.of("errcode", "error");

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return next.exchange(request)
                .onErrorMap(WebClientRequestException.class, _ -> away())
                .flatMap(MatrixFailures::check);
    }

    private static Mono<ClientResponse> check(ClientResponse response) {
        if (!response.statusCode().isError()) {
            return Mono.just(response);
        }
        int status = response.statusCode().value();
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> Mono.error(failure(status, body)));
    }

    /** What went wrong inside another service is no business of our client's. */
    private static MatrixException failure(int status, byte[] body) {
        if (status >= 500) {
            return away();
        }
        try {
            return refusal(status, Json.parseObject(body));
        } catch (InvalidJsonException _) {
            return MatrixException.of(status, ErrorCode.UNKNOWN, "Refused");
        }
    }

    private static MatrixException refusal(int status, JsonObject body) {
        MatrixException refusal =
                MatrixException.of(
                        status,
                        errorCode(body.string("errcode").orElse("")),
                        body.string("error").orElse("Refused"));
        for (var field : body.entries().entrySet()) {
            if (!STANDARD.contains(field.getKey())) {
                refusal = refusal.with(field.getKey(), field.getValue());
            }
        }
        return refusal;
    }

    private static ErrorCode errorCode(String code) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.code().equals(code))
                .findFirst()
                .orElse(ErrorCode.UNKNOWN);
    }

    private static MatrixException away() {
        return MatrixException.unavailable("A part of the server does not answer: try again");
    }
}
