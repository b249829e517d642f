package dev.ganglion.service.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

import java.util.Optional;

/** An authenticated call: the service that makes it, and the user for whom it is made, if any. */
final class InternalCall extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient ServiceCaller caller;
    private final transient Optional<Requester> requester;

    InternalCall(ServiceCaller caller, Optional<Requester> requester) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.caller = caller;
        this.requester = requester;
        setAuthenticated(true);
    }

    ServiceCaller caller() {
        return caller;
    }

    Optional<Requester> requester() {
        return requester;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }
}
