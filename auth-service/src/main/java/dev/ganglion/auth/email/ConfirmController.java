package dev.ganglion.auth.email;

import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Where the link of a mail leads: programs that follow links see a button and press none. */
@PageEndpoints
class ConfirmController {
    private static final String PATH = "/_ganglion/email/confirm";
    private static final String PURPOSE = "email-confirm";

    private final ValidationRepository validations;
    private final Pages pages;
    private final Forms forms;
    private final ServerProperties server;
    private final EmailProperties properties;

    ConfirmController(
            ValidationRepository validations,
            Pages pages,
            Forms forms,
            ServerProperties server,
            EmailProperties properties) {
        this.validations = validations;
        this.pages = pages;
        this.forms = forms;
        this.server = server;
        this.properties = properties;
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<byte[]>> ask(@RequestParam String token, ServerHttpRequest request) {
        return validations
                .findByToken(TokenHash.of(token))
                .switchIfEmpty(Mono.error(ConfirmController::notGood))
                .map(
                        address ->
                                Page.of(
                                                "email-confirm",
                                                Map.of(
                                                        "address", address.value(),
                                                        "token", token,
                                                        "server", server.serverName().value()))
                                        .withForm(forms.issue(request, PURPOSE)))
                .map(pages::show);
    }

    @PostMapping(PATH)
    Mono<ResponseEntity<byte[]>> confirm(ServerWebExchange exchange) {
        return forms.read(exchange, PURPOSE)
                .flatMap(
                        form ->
                                validations.confirm(
                                        TokenHash.of(form.get("token")),
                                        properties.validationLifetime()))
                .switchIfEmpty(Mono.error(ConfirmController::notGood))
                .map(ConfirmController::confirmed)
                .map(pages::show);
    }

    private static Page confirmed(ValidationRepository.Confirmed confirmed) {
        Map<String, String> values = new HashMap<>();
        confirmed
                .nextLink()
                .ifPresent(
                        link -> {
                            values.put("next_link", link);
                            values.put("next_host", String.valueOf(URI.create(link).getHost()));
                        });
        return Page.of("email-confirmed", values);
    }

    private static MatrixException notGood() {
        return MatrixException.notFound(
                "This link is not good any more: it was used already, is too old, or a newer mail"
                        + " has another one");
    }
}
