package dev.ganglion.service.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

/**
 * Takes JSON that is declared to be a form for what it is. curl says so of whatever it sends, and
 * WebFlux keeps the bodies of forms from handlers. What is uploaded keeps the type it came with,
 * and the forms of pages are forms.
 */
final class FormTypeFilter implements WebFilter {
    private static final String UPLOADS = "/_matrix/media/";
    private static final String PAGES = "/_ganglion/";
    private static final String ADMINISTRATION = "/_ganglion/admin/";

    /** Of pages that stand in for stages of user-interactive authentication. */
    private static final String FALLBACK = "/_matrix/client/v3/auth/";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(isForm(exchange.getRequest()) ? asJson(exchange) : exchange);
    }

    private static boolean isForm(ServerHttpRequest request) {
        String declared = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return declared != null
                && declared.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
                && !isMeant(request.getPath().value());
    }

    private static boolean isMeant(String path) {
        return path.startsWith(UPLOADS)
                || path.startsWith(FALLBACK)
                || (path.startsWith(PAGES) && !path.startsWith(ADMINISTRATION));
    }

    private static ServerWebExchange asJson(ServerWebExchange exchange) {
        return exchange.mutate()
                .request(request -> request.headers(FormTypeFilter::declareJson))
                .build();
    }

    private static void declareJson(HttpHeaders headers) {
        headers.setContentType(MediaType.APPLICATION_JSON);
    }
}
