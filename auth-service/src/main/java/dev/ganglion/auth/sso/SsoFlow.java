package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.login.LoginFlow;
import dev.ganglion.auth.oauth.OAuthServer;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/** What clients are told of the providers. */
@Component
class SsoFlow implements LoginFlow {
    private final Providers providers;
    private final OAuthServer oauth;
    private final Passwords passwords;

    SsoFlow(Providers providers, OAuthServer oauth, Passwords passwords) {
        this.providers = providers;
        this.oauth = oauth;
        this.passwords = passwords;
    }

    @Override
    public Optional<JsonObject> flow() {
        List<JsonValue> all =
                providers.all().stream().map(provider -> (JsonValue) described(provider)).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(flow(all));
    }

    /**
     * Who knows OAuth offers nothing else than this flow where it is preferred, so that it is only
     * where nobody has a password to log in with.
     */
    private JsonObject flow(List<JsonValue> all) {
        JsonObject.Builder flow =
                JsonObject.builder()
                        .put("type", SsoStage.TYPE)
                        .put("identity_providers", new JsonArray(all));
        if (oauth.isOn() && !passwords.areInUse()) {
            flow.put("oauth_aware_preferred", JsonBoolean.TRUE)
                    .put("org.matrix.msc3824.delegated_oidc_compatibility", JsonBoolean.TRUE);
        }
        return flow.build();
    }

    private static JsonObject described(Provider provider) {
        JsonObject.Builder described =
                JsonObject.builder().put("id", provider.id()).put("name", provider.name());
        provider.icon().ifPresent(icon -> described.put("icon", icon));
        provider.brand().ifPresent(brand -> described.put("brand", brand));
        return described.build();
    }
}
