package dev.ganglion.auth.registration;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.browsersession.BrowserSessions;
import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/**
 * Making an account in a browser: one page for each stage that the server demands, then one for a
 * name and a password. After that the browser is signed in and goes on where it came from.
 */
@PageEndpoints
class RegistrationPageController {
    private final RegistrationSteps steps;
    private final RegistrationVisits visits;
    private final RegistrationPages stepPages;
    private final Newcomers newcomers;
    private final BrowserSessions sessions;
    private final Pages pages;
    private final PublicUrl publicUrl;

    RegistrationPageController(
            RegistrationSteps steps,
            RegistrationVisits visits,
            RegistrationPages stepPages,
            Newcomers newcomers,
            BrowserSessions sessions,
            Pages pages,
            PublicUrl publicUrl) {
        this.steps = steps;
        this.visits = visits;
        this.stepPages = stepPages;
        this.newcomers = newcomers;
        this.sessions = sessions;
        this.pages = pages;
        this.publicUrl = publicUrl;
    }

    @GetMapping(RegistrationSteps.PATH)
    Mono<ResponseEntity<byte[]>> ask(
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        requirePossible();
        ServerHttpRequest request = exchange.getRequest();
        return visits.find(request)
                .switchIfEmpty(Mono.defer(() -> visits.begin(address)))
                .map(session -> stepPages.shown(request, session));
    }

    /** A visit that is over begins anew. */
    @PostMapping(RegistrationSteps.PATH)
    Mono<ResponseEntity<byte[]>> answer(
            @RequestParam(name = RegistrationSteps.CONTINUE, defaultValue = "") String wanted,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        requirePossible();
        Continuation next = Continuation.of(wanted);
        return visits.find(exchange.getRequest())
                .flatMap(session -> answered(exchange, session, next, address))
                .switchIfEmpty(Mono.fromSupplier(() -> again(next)));
    }

    private Mono<ResponseEntity<byte[]>> answered(
            ServerWebExchange exchange,
            InteractiveSession session,
            Continuation next,
            ClientAddress address) {
        return stepPages
                .read(exchange, session)
                .flatMap(
                        form ->
                                steps.next(session).isPresent()
                                        ? stepPages
                                                .submitted(exchange, session, form, address)
                                                .switchIfEmpty(Mono.fromSupplier(() -> again(next)))
                                        : made(
                                                exchange.getRequest(),
                                                session,
                                                next,
                                                form,
                                                address));
    }

    private Mono<ResponseEntity<byte[]>> made(
            ServerHttpRequest request,
            InteractiveSession session,
            Continuation next,
            Form form,
            ClientAddress address) {
        return Mono.defer(() -> newcomers.register(session, form, address))
                .flatMap(account -> signedIn(request, account, next))
                .onErrorResume(
                        MatrixException.class,
                        refusal -> refused(request, session, form, address, refusal));
    }

    /** What was proved may have been used up by another meanwhile: then it all begins anew. */
    private Mono<ResponseEntity<byte[]>> refused(
            ServerHttpRequest request,
            InteractiveSession session,
            Form form,
            ClientAddress address,
            MatrixException refusal) {
        Mono<InteractiveSession> from =
                refusal.status() == 401 || refusal.status() == 403
                        ? visits.begin(address)
                        : Mono.just(session);
        return from.map(
                open ->
                        stepPages.refused(
                                request, open, form.field("username").orElse(""), refusal));
    }

    private Mono<ResponseEntity<byte[]>> signedIn(
            ServerHttpRequest request, Account account, Continuation next) {
        return sessions.begin(request, account.userId(), account.passwordVersion())
                .map(cookie -> sentOn(next, cookie));
    }

    private ResponseEntity<byte[]> sentOn(Continuation next, ResponseCookie cookie) {
        return pages.seeOther(publicUrl.of(next.path()), cookie, visits.over());
    }

    private ResponseEntity<byte[]> again(Continuation next) {
        return pages.seeOther(publicUrl.of(RegistrationSteps.address(next)));
    }

    private void requirePossible() {
        if (!steps.arePossible()) {
            throw MatrixException.forbidden("Nobody can register here by themselves");
        }
    }
}
