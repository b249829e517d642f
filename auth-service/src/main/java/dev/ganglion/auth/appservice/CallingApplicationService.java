package dev.ganglion.auth.appservice;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.appservice.ApplicationService;
import dev.ganglion.service.appservice.ApplicationServices;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import java.util.Optional;

/**
 * Which application service registers or logs in a user. Application service API, "Server admin
 * style permissions".
 */
@Component
public class CallingApplicationService {
    /** The {@code type} of such registrations and logins. */
    public static final String LOGIN_TYPE = "m.login.application_service";

    private final ApplicationServices services;

    CallingApplicationService(ApplicationServices services) {
        this.services = services;
    }

    /** Whether anybody can log in by {@link #LOGIN_TYPE}. */
    public boolean isPossible() {
        return !services.all().isEmpty();
    }

    /** Fails with {@code M_MISSING_TOKEN} or {@code M_UNKNOWN_TOKEN} without a valid as_token. */
    public ApplicationService get(Optional<Requester> requester, ServerHttpRequest http) {
        boolean isTokenShown =
                requester.isPresent()
                        || http.getHeaders().containsHeader(InternalHeaders.TOKEN_REFUSED);
        if (!isTokenShown) {
            throw MatrixException.missingToken();
        }
        return requester
                .flatMap(Requester::applicationService)
                .flatMap(services::find)
                .orElseThrow(() -> MatrixException.unknownToken(false));
    }
}
