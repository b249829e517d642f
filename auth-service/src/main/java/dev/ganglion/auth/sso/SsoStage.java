package dev.ganglion.auth.sso;

import dev.ganglion.auth.externalidentity.ExternalIdentities;
import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.interactive.AccountStage;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Client-server API, "SSO during User-Interactive Authentication". */
@Component
class SsoStage implements AccountStage {
    static final String TYPE = "m.login.sso";

    private final ExternalIdentities identities;
    private final Providers providers;

    SsoStage(ExternalIdentities identities, Providers providers) {
        this.identities = identities;
        this.providers = providers;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Mono<Boolean> isOpenTo(UserId user) {
        return providers.all().isEmpty() ? Mono.just(false) : providersOf(user).hasElements();
    }

    /** Where a user can show who they are. */
    Flux<Provider> providersOf(UserId user) {
        return identities
                .list(user)
                .flatMap(identity -> Mono.justOrEmpty(providers.find(identity.provider())))
                .distinct(Provider::id);
    }

    /** No client can complete it: it is completed when somebody comes back from the provider. */
    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        return Mono.error(
                MatrixException.forbidden("Open the page of this step in a browser to sign in"));
    }
}
