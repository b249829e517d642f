package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.OAuth2Error;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/**
 * The parameters of a request, each there once: RFC 6749, 3.1 and 3.2. An empty one counts as
 * absent.
 */
final class Parameters {
    private final MultiValueMap<String, String> values;

    Parameters(MultiValueMap<String, String> values) {
        this.values = values;
    }

    /**
     * The parameters of a form that a client has posted. Nothing may be in the query, which gets
     * into logs and histories.
     */
    static Mono<Parameters> posted(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getURI().getRawQuery() != null) {
            return refused("Parameters belong into the body, not into the query");
        }
        MediaType type = request.getHeaders().getContentType();
        if (type == null || !type.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED)) {
            return refused("The body has to be application/x-www-form-urlencoded");
        }
        return exchange.getFormData()
                .onErrorMap(
                        IllegalArgumentException.class,
                        _ -> OAuthException.invalidRequest("The body is not URL-encoded"))
                .map(Parameters::new)
                .doOnNext(Parameters::requireSingle);
    }

    private void requireSingle() {
        if (hasDoubles()) {
            throw OAuthException.invalidRequest("A parameter is there twice");
        }
    }

    boolean hasDoubles() {
        return values.values().stream().anyMatch(all -> all.size() > 1);
    }

    /** Empty also when the parameter is there twice. */
    Optional<String> find(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.size() == 1
                ? Optional.ofNullable(all.getFirst()).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    String get(String name) {
        return find(name).orElseThrow(() -> OAuthException.invalidRequest("There is no " + name));
    }

    MultiValueMap<String, String> all() {
        return values;
    }

    private static Mono<Parameters> refused(String why) {
        return Mono.error(OAuthException.of(OAuth2Error.INVALID_REQUEST, why));
    }

    /** Without the values, which may be secret. */
    @Override
    public String toString() {
        return "Parameters";
    }
}
