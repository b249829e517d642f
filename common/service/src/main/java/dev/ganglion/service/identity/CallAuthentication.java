package dev.ganglion.service.identity;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtException;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Verifies both tokens of a call. */
final class CallAuthentication implements ReactiveAuthenticationManager {
    private final InternalTokenVerifier<ServiceCaller> callers;
    private final InternalTokenVerifier<Requester> requesters;

    CallAuthentication(
            InternalTokenVerifier<ServiceCaller> callers,
            InternalTokenVerifier<Requester> requesters) {
        this.callers = callers;
        this.requesters = requesters;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        PresentedTokens tokens = (PresentedTokens) authentication;
        return callers.verify(tokens.serviceToken())
                .flatMap(caller -> withRequester(caller, tokens))
                .onErrorMap(CallAuthentication::isRefusal, CallAuthentication::refused);
    }

    private Mono<Authentication> withRequester(ServiceCaller caller, PresentedTokens tokens) {
        String userToken = tokens.userToken();
        if (userToken == null) {
            return Mono.just(new InternalCall(caller, Optional.empty()));
        }
        return requesters
                .verify(userToken)
                .map(requester -> new InternalCall(caller, Optional.of(requester)));
    }

    /** An identifier that cannot be parsed is as bad as a signature that does not fit. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof JwtException || failure instanceof IllegalArgumentException;
    }

    private static Throwable refused(Throwable cause) {
        return new BadCredentialsException("The token is refused", cause);
    }
}
