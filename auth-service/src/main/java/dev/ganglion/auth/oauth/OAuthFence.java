package dev.ganglion.auth.oauth;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import reactor.core.publisher.Mono;

import java.util.List;

/** Where the OAuth 2.0 API is off, it is as if there were none. */
@Component
class OAuthFence implements WebFilter {
    private static final List<PathPattern> WITHIN =
            List.of(
                    PathPatternParser.defaultInstance.parse("/_ganglion/oauth2/**"),
                    PathPatternParser.defaultInstance.parse("/_ganglion/account/**"),
                    PathPatternParser.defaultInstance.parse("/_ganglion/sign-in"),
                    PathPatternParser.defaultInstance.parse("/_ganglion/register"),
                    PathPatternParser.defaultInstance.parse("/_ganglion/sso/{idpId}/sign-in"),
                    PathPatternParser.defaultInstance.parse(MetadataController.PATH),
                    PathPatternParser.defaultInstance.parse(MetadataController.UNSTABLE_PATH));

    private final OAuthServer server;

    OAuthFence(OAuthServer server) {
        this.server = server;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return server.isOn() || !isWithin(exchange)
                ? chain.filter(exchange)
                : Mono.error(MatrixException.unrecognized());
    }

    private static boolean isWithin(ServerWebExchange exchange) {
        var path = exchange.getRequest().getPath().pathWithinApplication();
        return WITHIN.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
