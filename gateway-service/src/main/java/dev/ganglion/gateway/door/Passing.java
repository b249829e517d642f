package dev.ganglion.gateway.door;

import dev.ganglion.gateway.edge.EdgeSettings;
import dev.ganglion.gateway.route.Affinity;
import dev.ganglion.gateway.route.Endpoint;
import dev.ganglion.gateway.route.Traffic;
import dev.ganglion.gateway.token.Session;
import dev.ganglion.gateway.upstream.Forwarder;
import dev.ganglion.gateway.upstream.Passage;
import dev.ganglion.gateway.upstream.UpstreamSettings;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.ServiceTokens;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import java.time.Duration;
import java.util.List;

/** Sends an admitted request to its service: the end of the filter chain. */
@Component
class Passing implements GlobalFilter, Ordered {
    private static final Duration LONGEST_POLL = Duration.ofMinutes(10);

    /** What a service gets to see of a client's headers. All else stays outside. */
    private static final List<CharSequence> FORWARDED =
            List.of(
                    HttpHeaderNames.ACCEPT,
                    HttpHeaderNames.ACCEPT_LANGUAGE,
                    HttpHeaderNames.CONTENT_TYPE,
                    HttpHeaderNames.CONTENT_LENGTH,
                    HttpHeaderNames.CONTENT_DISPOSITION,
                    HttpHeaderNames.IF_MATCH,
                    HttpHeaderNames.IF_MODIFIED_SINCE,
                    HttpHeaderNames.IF_NONE_MATCH,
                    HttpHeaderNames.IF_RANGE,
                    HttpHeaderNames.RANGE,
                    HttpHeaderNames.USER_AGENT);

    private final Forwarder forwarder;
    private final ServiceTokens serviceTokens;
    private final EdgeSettings edge;
    private final UpstreamSettings upstream;

    Passing(
            Forwarder forwarder,
            ServiceTokens serviceTokens,
            EdgeSettings edge,
            UpstreamSettings upstream) {
        this.forwarder = forwarder;
        this.serviceTokens = serviceTokens;
        this.edge = edge;
        this.upstream = upstream;
    }

    @Override
    public int getOrder() {
        return 100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Visit visit = Visit.of(exchange);
        HttpServerRequest request =
                ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        HttpHeaders from = request.requestHeaders();
        Passage passage = passage(visit, request, from);
        String length = from.get(HttpHeaderNames.CONTENT_LENGTH);
        boolean hasBody =
                length == null
                        ? from.contains(HttpHeaderNames.TRANSFER_ENCODING)
                        : !length.equals("0");
        return hasBody
                ? forwarder.forward(
                        passage,
                        exchange.getResponse(),
                        request,
                        length == null ? -1 : Long.parseLong(length),
                        bodyLimit(visit.match().endpoint()))
                : forwarder.forward(passage, exchange.getResponse());
    }

    private Passage passage(Visit visit, HttpServerRequest request, HttpHeaders from) {
        Endpoint endpoint = visit.match().endpoint();
        return new Passage(
                endpoint,
                request.method(),
                visit.target(),
                headers(visit, from),
                affinityKey(visit, endpoint.affinity()),
                silence(visit, endpoint));
    }

    private HttpHeaders headers(Visit visit, HttpHeaders from) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        for (CharSequence name : FORWARDED) {
            String value = from.get(name);
            if (value != null) {
                headers.set(name, value);
            }
        }
        if (visit.match().endpoint().traffic() == Traffic.PAGE) {
            PageCookies.copy(from, headers);
        }
        visit.session()
                .ifPresent(s -> headers.set(HttpHeaderNames.AUTHORIZATION, s.authorization()));
        visit.openIdToken().ifPresent(token -> headers.set(InternalHeaders.OPENID_TOKEN, token));
        if (visit.isTokenRefused()) {
            headers.set(InternalHeaders.TOKEN_REFUSED, "true");
        }
        String target = visit.match().endpoint().service().id();
        headers.set(InternalHeaders.SERVICE_TOKEN, serviceTokens.forTarget(target));
        headers.set(InternalHeaders.CLIENT_ADDRESS, visit.client().getHostAddress());
        return headers;
    }

    private static @Nullable String affinityKey(Visit visit, Affinity affinity) {
        return switch (affinity) {
            case NONE -> null;
            case ROOM -> visit.match().room().orElse(null);
            case USER -> visit.session().map(Session::userId).map(Object::toString).orElse(null);
        };
    }

    private Duration silence(Visit visit, Endpoint endpoint) {
        if (endpoint.traffic() != Traffic.LONG_POLL) {
            return upstream.upstream().response();
        }
        long asked = Math.min(visit.query().number("timeout", 0), LONGEST_POLL.toMillis());
        return upstream.upstream().longPollGrace().plusMillis(asked);
    }

    private long bodyLimit(Endpoint endpoint) {
        return endpoint.traffic() == Traffic.TRANSFER
                ? edge.maxMedia().toBytes()
                : edge.maxBody().toBytes();
    }
}
