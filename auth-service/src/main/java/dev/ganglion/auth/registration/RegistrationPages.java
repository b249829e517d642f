package dev.ganglion.auth.registration;

import dev.ganglion.auth.fallback.StagePage;
import dev.ganglion.auth.fallback.StageTurns;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Map;

/** The page of each step, and what becomes of its form. */
@Component
class RegistrationPages {
    private final RegistrationSteps steps;
    private final RegistrationVisits visits;
    private final StageTurns turns;
    private final Forms forms;
    private final Pages pages;
    private final ServerProperties server;

    RegistrationPages(
            RegistrationSteps steps,
            RegistrationVisits visits,
            StageTurns turns,
            Forms forms,
            Pages pages,
            ServerProperties server) {
        this.steps = steps;
        this.visits = visits;
        this.turns = turns;
        this.forms = forms;
        this.pages = pages;
        this.server = server;
    }

    /** The step that comes next. */
    ResponseEntity<byte[]> shown(ServerHttpRequest request, InteractiveSession session) {
        return shown(request, session, page(session, ""));
    }

    /** The same, with what is wrong. */
    ResponseEntity<byte[]> refused(
            ServerHttpRequest request,
            InteractiveSession session,
            String username,
            MatrixException refusal) {
        return shown(request, session, page(session, username).refusing(refusal));
    }

    Mono<Form> read(ServerWebExchange exchange, InteractiveSession session) {
        return forms.read(exchange, purpose(session));
    }

    /** Tries the stage; empty when it is completed. */
    Mono<ResponseEntity<byte[]>> submitted(
            ServerWebExchange exchange,
            InteractiveSession session,
            Form form,
            ClientAddress address) {
        StagePage stage = steps.next(session).orElseThrow();
        return turns.take(stage, session, form, address)
                .map(page -> shown(exchange.getRequest(), session, page));
    }

    private Page page(InteractiveSession session, String username) {
        return steps.next(session)
                .map(stage -> stage.page(session))
                .orElseGet(() -> account(username));
    }

    private Page account(String username) {
        return Page.of(
                "register", Map.of("username", username, "server", server.serverName().value()));
    }

    private ResponseEntity<byte[]> shown(
            ServerHttpRequest request, InteractiveSession session, Page page) {
        ResponseEntity<byte[]> answer =
                pages.show(page.withForm(forms.issue(request, purpose(session))));
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(answer.getHeaders());
        headers.add(HttpHeaders.SET_COOKIE, visits.cookie(session).toString());
        return new ResponseEntity<>(answer.getBody(), headers, answer.getStatusCode());
    }

    /** One form is good for one step of one visit. */
    private String purpose(InteractiveSession session) {
        return "register:"
                + session.id()
                + ":"
                + steps.next(session).map(StagePage::type).orElse("account");
    }
}
