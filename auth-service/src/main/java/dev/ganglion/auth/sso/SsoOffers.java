package dev.ganglion.auth.sso;

import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.browsersession.SignInOffers;
import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.Providers;

import org.springframework.stereotype.Component;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The providers on the page to sign in on. */
@Component
class SsoOffers implements SignInOffers {
    private final Providers providers;

    SsoOffers(Providers providers) {
        this.providers = providers;
    }

    @Override
    public List<Offer> list(Continuation continuation) {
        return providers.all().stream()
                .map(provider -> new Offer(provider.name(), path(provider, continuation)))
                .toList();
    }

    private static String path(Provider provider, Continuation continuation) {
        return "/_ganglion/sso/"
                + provider.id()
                + "/sign-in?continue="
                + URLEncoder.encode(continuation.path(), StandardCharsets.UTF_8);
    }
}
