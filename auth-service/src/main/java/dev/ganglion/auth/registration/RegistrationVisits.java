package dev.ganglion.auth.registration;

import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.PublicUrl;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a browser has come on the page. The session is in a cookie that no other host can set,
 * and never in a link: nobody gets others to finish what they have begun, with an email address of
 * their own on the account.
 */
@Component
class RegistrationVisits {
    /** As for clients, so that what is proved for a registration counts here. */
    private static final String ENDPOINT = "POST /_matrix/client/v3/register";

    private final InteractiveAuth interactive;
    private final RegistrationSteps steps;
    private final PublicUrl publicUrl;

    RegistrationVisits(InteractiveAuth interactive, RegistrationSteps steps, PublicUrl publicUrl) {
        this.interactive = interactive;
        this.steps = steps;
        this.publicUrl = publicUrl;
    }

    Mono<InteractiveSession> begin(ClientAddress address) {
        return interactive.begin(operation(address), steps.flow());
    }

    /** Empty when there is none, or it is over. */
    Mono<InteractiveSession> find(ServerHttpRequest request) {
        return Mono.justOrEmpty(Optional.ofNullable(request.getCookies().getFirst(cookieName())))
                .map(HttpCookie::getValue)
                .flatMap(interactive::find)
                .filter(session -> session.endpoint().equals(ENDPOINT));
    }

    static Operation operation(ClientAddress address) {
        return new Operation(
                ENDPOINT, Optional.empty(), Optional.empty(), Optional.empty(), address);
    }

    ResponseCookie cookie(InteractiveSession session) {
        return cookie(session.id()).build();
    }

    /** Takes the cookie away. */
    ResponseCookie over() {
        return cookie("").maxAge(Duration.ZERO).build();
    }

    private String cookieName() {
        return publicUrl.isHttps() ? "__Host-ganglion-registration" : "ganglion-registration";
    }

    private ResponseCookie.ResponseCookieBuilder cookie(String value) {
        return ResponseCookie.from(cookieName(), value)
                .path("/")
                .httpOnly(true)
                .secure(publicUrl.isHttps())
                .sameSite("Lax");
    }
}
