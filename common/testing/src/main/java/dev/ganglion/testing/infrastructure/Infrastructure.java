package dev.ganglion.testing.infrastructure;

import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.service.identity.InternalKeys;

import org.testcontainers.DockerClientFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * What services run on in tests. One for the whole JVM; it ends with the JVM. A test that stops
 * Redis starts it again before it ends.
 */
public final class Infrastructure {
    private static final String SIGNING_KEY = "signing.key";

    private final RedisServer redis;
    private final PostgresServer postgres;
    private final Path keys;

    private Infrastructure() {
        // Redis first: forking both at once gives "Text file busy" now and then.
        boolean hasDocker = DockerClientFactory.instance().isDockerAvailable();
        this.redis = hasDocker ? DockerRedis.launched() : EmbeddedRedis.launched();
        this.postgres = hasDocker ? DockerPostgres.launched() : EmbeddedPostgresServer.launched();
        this.keys = temporaryKeys();
    }

    /** Started at first use. */
    public static Infrastructure shared() {
        return Holder.INSTANCE;
    }

    public RedisServer redis() {
        return redis;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    /** The folder of the services' keys, as {@link InternalKeys#generate} makes it. */
    public Path keys() {
        return keys;
    }

    /** The settings of one service, without those of its database. */
    public Map<String, Object> settings(String service) {
        return Map.of(
                "ganglion.redis.url", redis.url(),
                "ganglion.signing-key-file", keys.resolve(SIGNING_KEY).toString(),
                "ganglion.internal.key-file", keys.resolve(service + ".jwk").toString(),
                "ganglion.internal.trusted-keys-file",
                        keys.resolve(InternalKeys.TRUSTED_KEYS).toString());
    }

    private static Path temporaryKeys() {
        try {
            Path directory = Files.createTempDirectory("ganglion-test-keys");
            InternalKeys.generate(directory);
            Files.writeString(
                    directory.resolve(SIGNING_KEY),
                    SigningKey.generate(new SecureRandom()).toFileLine());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        static final Infrastructure INSTANCE = new Infrastructure();
    }
}
