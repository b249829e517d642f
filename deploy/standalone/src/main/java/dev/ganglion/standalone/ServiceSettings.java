package dev.ganglion.standalone;

import dev.ganglion.service.identity.InternalKeys;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What each service is told about its neighbours, its stores and its keys. */
final class ServiceSettings {
    private final Map<String, Object> shared = new HashMap<>();
    private final Map<SuiteService, Integer> ports = new EnumMap<>(SuiteService.class);
    private final StandaloneSettings settings;
    private final Secrets secrets;
    private final Path internalKeys;
    private final Path media;

    ServiceSettings(
            StandaloneSettings settings,
            Secrets secrets,
            OwnDatabase database,
            OwnRedis redis,
            Path media) {
        this.settings = settings;
        this.secrets = secrets;
        this.internalKeys = secrets.internalKeys();
        this.media = media;
        shared.put("ganglion.server-name", settings.serverName().value());
        shared.put("ganglion.registration", settings.registration().value());
        shared.put("ganglion.rate-limits", settings.rateLimits() ? "on" : "off");
        shared.put("ganglion.bind-address", "127.0.0.1");
        shared.put("ganglion.database.host", "127.0.0.1");
        shared.put("ganglion.database.port", database.port());
        shared.put("ganglion.database.name", OwnDatabase.NAME);
        shared.put("ganglion.redis.url", redis.url());
        shared.put("ganglion.internal.trusted-keys-file", internalKey(InternalKeys.TRUSTED_KEYS));
        for (SuiteService service : SuiteService.values()) {
            int port = service == SuiteService.GATEWAY ? settings.port() : LocalPorts.free();
            ports.put(service, port);
            shared.put(
                    "ganglion.services." + service.serviceName() + ".urls[0]",
                    "http://127.0.0.1:" + port);
        }
    }

    Map<String, Object> of(SuiteService service) {
        Map<String, Object> values = new HashMap<>(shared);
        values.put("server.port", ports.getOrDefault(service, 0));
        values.put("ganglion.internal.key-file", internalKey(service.serviceName() + ".jwk"));
        switch (service) {
            case GATEWAY -> {
                values.put("ganglion.bind-address", settings.bindAddress());
                values.put("ganglion.gateway.management-port", settings.managementPort());
                values.put("management.server.address", "127.0.0.1");
            }
            case ROOM ->
                    values.put("ganglion.signing-key-file", secrets.signingKeyFile().toString());
            case AUTH ->
                    values.put(
                            "ganglion.registration-shared-secret-file",
                            secrets.registrationSecretFile().toString());
            case MEDIA -> values.put("ganglion.media.directory", media.toString());
            case SYNC, MODERATION -> {
                // Nothing beyond what all share.
            }
        }
        if (service != SuiteService.GATEWAY) {
            values.put(
                    "ganglion.database.password", secrets.password("ganglion_" + service.schema()));
        }
        return values;
    }

    private String internalKey(String name) {
        return internalKeys.resolve(name).toString();
    }
}
