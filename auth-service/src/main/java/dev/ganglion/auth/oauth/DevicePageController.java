package dev.ganglion.auth.oauth;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.browsersession.SignIn;
import dev.ganglion.auth.lockout.Attempts;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.Optional;

/**
 * RFC 8628, 3.3: a user types in what a device shows, sees what waits there, and says yes or no. A
 * code in the link is filled in and no more. Codes that there are not count like wrong passwords.
 */
@PageEndpoints
class DevicePageController {
    private static final String PATH = OAuthServer.ROOT + "device";
    private static final String CODE = "user_code";

    private final DeviceGrants grants;
    private final Clients clients;
    private final ConsentPage consent;
    private final Attempts attempts;
    private final SignIn signIn;
    private final Forms forms;
    private final Pages pages;

    DevicePageController(
            DeviceGrants grants,
            Clients clients,
            ConsentPage consent,
            Attempts attempts,
            SignIn signIn,
            Forms forms,
            Pages pages) {
        this.grants = grants;
        this.clients = clients;
        this.consent = consent;
        this.attempts = attempts;
        this.signIn = signIn;
        this.forms = forms;
        this.pages = pages;
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<byte[]>> ask(
            @RequestParam(name = CODE, defaultValue = "") String code, ServerWebExchange exchange) {
        String known = UserCode.parse(code).map(UserCode::shown).orElse("");
        return signIn.required(
                exchange.getRequest(),
                session ->
                        Mono.just(
                                shown(
                                        exchange.getRequest(),
                                        session,
                                        Page.of("device-code", Map.of("code", known)))));
    }

    @PostMapping(PATH)
    Mono<ResponseEntity<byte[]>> answer(
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        return signIn.required(
                exchange.getRequest(),
                Continuation.of(PATH),
                session ->
                        forms.read(exchange, purpose(session))
                                .flatMap(
                                        form ->
                                                answered(
                                                        exchange.getRequest(),
                                                        session,
                                                        form,
                                                        address)));
    }

    private Mono<ResponseEntity<byte[]>> answered(
            ServerHttpRequest request, BrowserSession session, Form form, ClientAddress address) {
        Optional<UserCode> code = form.field(CODE).flatMap(UserCode::parse);
        String decision = form.field("decision").orElse("");
        // Not as the user: a code that is right must not forget passwords that were wrong.
        return attempts.limited(
                        "device-code:" + session.userId(),
                        address,
                        () -> Mono.justOrEmpty(code).flatMap(grants::find))
                .switchIfEmpty(Mono.error(DevicePageController::unknownCode))
                .flatMap(
                        pending ->
                                switch (decision) {
                                    case "allow" -> allowed(code.orElseThrow(), session);
                                    case "deny" -> denied(code.orElseThrow());
                                    default -> asked(request, session, code.orElseThrow(), pending);
                                });
    }

    private Mono<ResponseEntity<byte[]>> asked(
            ServerHttpRequest request,
            BrowserSession session,
            UserCode code,
            DeviceGrants.Pending pending) {
        return clients.get(pending.clientId())
                .flatMap(
                        client ->
                                consent.page(
                                        client,
                                        pending.scope(),
                                        Map.of("code", code.shown()),
                                        session))
                .map(page -> shown(request, session, page));
    }

    private Mono<ResponseEntity<byte[]>> allowed(UserCode code, BrowserSession session) {
        return grants.approve(code, session)
                .filter(inTime -> inTime)
                .switchIfEmpty(Mono.error(DevicePageController::unknownCode))
                .map(_ -> said("Your device is being signed in: go on there"));
    }

    private Mono<ResponseEntity<byte[]>> denied(UserCode code) {
        return grants.deny(code)
                .then(Mono.fromSupplier(() -> said("The device has not been signed in")));
    }

    private ResponseEntity<byte[]> said(String message) {
        return pages.show(Page.of("done", Map.of("message", message)));
    }

    private ResponseEntity<byte[]> shown(
            ServerHttpRequest request, BrowserSession session, Page page) {
        return pages.show(page.withForm(forms.issue(request, purpose(session))));
    }

    private static String purpose(BrowserSession session) {
        return "device:" + session.id();
    }

    private static MatrixException unknownCode() {
        return MatrixException.notFound(
                "No device waits with this code: look at it again, or start anew on the device");
    }
}
