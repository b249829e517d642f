package dev.ganglion.service.web;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

/**
 * Refuses paths that hold NUL: it can be stored nowhere, and JSON that is made with it is never
 * read again. Bodies are refused by who reads them.
 */
final class NulFilter implements WebFilter {
    private static final String NUL = "%00";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getRequest().getPath().value().contains(NUL)
                ? Mono.error(MatrixException.invalidParam("A path holds no NUL"))
                : chain.filter(exchange);
    }
}
