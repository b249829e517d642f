package dev.ganglion.auth.digest;

import dev.ganglion.auth.digest.UnsubscribeTokens.Unsubscription;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.util.Map;

/**
 * Where the link that ends mails leads: programs that follow links see a button and press none.
 * Mail programs post there by themselves (RFC 8058), so the token alone counts, and stands in the
 * query.
 */
@PageEndpoints
class UnsubscribeController {
    private final UnsubscribeTokens tokens;
    private final Pages pages;
    private final ServerProperties server;
    private final WebClient sync;

    UnsubscribeController(
            UnsubscribeTokens tokens,
            Pages pages,
            ServerProperties server,
            InternalClients clients) {
        this.tokens = tokens;
        this.pages = pages;
        this.server = server;
        this.sync = clients.of("sync");
    }

    private record Gone(String appId, String pushkey) {}

    @GetMapping(DigestMail.UNSUBSCRIBE_PATH)
    Mono<ResponseEntity<byte[]>> ask(@RequestParam String token) {
        return opened(token).map(asked -> page("unsubscribe", token, asked));
    }

    @PostMapping(DigestMail.UNSUBSCRIBE_PATH)
    Mono<ResponseEntity<byte[]>> unsubscribe(@RequestParam String token) {
        return opened(token)
                .delayUntil(this::removed)
                .map(asked -> page("unsubscribed", token, asked));
    }

    private Mono<Unsubscription> opened(String token) {
        return Mono.justOrEmpty(tokens.open(token))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "This link is not good any more: the settings of"
                                                        + " your app end mails as well")));
    }

    private Mono<Void> removed(Unsubscription asked) {
        return sync.post()
                .uri("/internal/users/{userId}/pushers/remove", asked.user().value())
                .bodyValue(new Gone("m.email", asked.address().value()))
                .retrieve()
                .toBodilessEntity()
                .then();
    }

    private ResponseEntity<byte[]> page(String template, String token, Unsubscription asked) {
        return pages.show(
                Page.of(
                        template,
                        Map.of(
                                "address", asked.address().value(),
                                "token", token,
                                "server", server.serverName().value())));
    }
}
