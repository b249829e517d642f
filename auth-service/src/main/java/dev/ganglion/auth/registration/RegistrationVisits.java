package dev.ganglion.auth.registration;

import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.HostCookies;

import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * How far a browser has come on the page. The session is in a cookie that no other host can set,
 * and never in a link: nobody gets others to finish what they have begun, with an email address of
 * their own on the account.
 */
@Component
class RegistrationVisits {
    private static final String COOKIE = "ganglion-registration";

    /** As for clients, so that what is proved for a registration counts here. */
    private static final String ENDPOINT = "POST /_matrix/client/v3/register";

    private final InteractiveAuth interactive;
    private final RegistrationSteps steps;
    private final HostCookies cookies;

    RegistrationVisits(InteractiveAuth interactive, RegistrationSteps steps, HostCookies cookies) {
        this.interactive = interactive;
        this.steps = steps;
        this.cookies = cookies;
    }

    Mono<InteractiveSession> begin(ClientAddress address) {
        return interactive.begin(operation(address), steps.flow());
    }

    /** Empty when there is none, or it is over. */
    Mono<InteractiveSession> find(ServerHttpRequest request) {
        return Mono.justOrEmpty(cookies.find(request, COOKIE))
                .flatMap(interactive::find)
                .filter(session -> session.endpoint().equals(ENDPOINT));
    }

    static Operation operation(ClientAddress address) {
        return new Operation(
                ENDPOINT, Optional.empty(), Optional.empty(), Optional.empty(), address);
    }

    ResponseCookie cookie(InteractiveSession session) {
        return cookies.of(COOKIE, session.id());
    }

    /** Takes the cookie away. */
    ResponseCookie over() {
        return cookies.none(COOKIE);
    }
}
