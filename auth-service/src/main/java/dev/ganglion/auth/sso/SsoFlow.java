package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.login.LoginFlow;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/** What clients are told of the providers. */
@Component
class SsoFlow implements LoginFlow {
    private final Providers providers;

    SsoFlow(Providers providers) {
        this.providers = providers;
    }

    @Override
    public Optional<JsonObject> flow() {
        List<JsonValue> all =
                providers.all().stream().map(provider -> (JsonValue) described(provider)).toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        JsonObject.builder()
                                .put("type", SsoStage.TYPE)
                                .put("identity_providers", new JsonArray(all))
                                .build());
    }

    private static JsonObject described(Provider provider) {
        JsonObject.Builder described =
                JsonObject.builder().put("id", provider.id()).put("name", provider.name());
        provider.icon().ifPresent(icon -> described.put("icon", icon));
        provider.brand().ifPresent(brand -> described.put("brand", brand));
        return described.build();
    }
}
