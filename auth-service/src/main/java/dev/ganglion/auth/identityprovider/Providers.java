package dev.ganglion.auth.identityprovider;

import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/** The single sign-on providers of this server. */
@Component
public class Providers {
    private final List<Provider> providers;

    Providers(IdentityProviderProperties properties, PublicUrl publicUrl) {
        this.providers = ProviderCheck.checked(properties.providers());
        if (!providers.isEmpty()) {
            publicUrl.requireFor("Single sign-on");
        }
    }

    /** In the operator's order. */
    public List<Provider> all() {
        return providers;
    }

    public Optional<Provider> find(String id) {
        return providers.stream().filter(provider -> provider.id().equals(id)).findFirst();
    }

    /** Fails with {@code M_NOT_FOUND}. */
    public Provider get(String id) {
        return find(id).orElseThrow(
                        () ->
                                MatrixException.notFound(
                                        "This server does not know the sign-on service that the"
                                                + " link names"));
    }
}
