package dev.ganglion.standalone;

import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.service.identity.InternalKeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secrets of a deployment of separate services: one folder a service, holding what that service
 * needs and nothing else, each file named after the setting it gives. Compose mounts the folders,
 * Kubernetes makes Secrets of them.
 */
final class DeploymentSecrets {
    private static final int SECRET_BYTES = 32;

    private final Path root;
    private final SecureRandom random = new SecureRandom();

    DeploymentSecrets(Path root) {
        this.root = root;
    }

    /**
     * Writes every file; a folder that already has secrets is refused, for new ones would lock the
     * server out.
     */
    void write() {
        if (Files.exists(root.resolve("room"))) {
            throw new StartRefused(
                    root
                            + " already holds secrets. Remove them by hand if you really want new ones.");
        }
        try {
            Path internal = folder("internal");
            InternalKeys.generate(internal);
            String redisPassword = password();
            put(
                    folder("redis"),
                    "redis.conf",
                    "requirepass " + redisPassword + "\nsave \"\"\nappendonly no\n");
            String postgresPassword = password();
            put(folder("postgres"), "password", postgresPassword);
            put(folder("bootstrap"), "ganglion.bootstrap.password", postgresPassword);
            for (SuiteService service : SuiteService.values()) {
                writeFor(service, internal, redisPassword);
            }
            put(
                    root.resolve("room"),
                    "signing.key",
                    SigningKey.generate(random).toFileLine() + "\n");
            put(root.resolve("room"), "ganglion.signing-key-file", "/run/secrets/signing.key");
            put(root.resolve("auth"), "ganglion.registration-shared-secret", password());
        } catch (IOException e) {
            throw new StartRefused(
                    "Cannot write the secrets to " + root + ": " + e.getMessage(), e);
        }
    }

    private void writeFor(SuiteService service, Path internal, String redisPassword)
            throws IOException {
        Path folder = folder(service.serviceName());
        Files.copy(
                internal.resolve(service.serviceName() + ".jwk"), folder.resolve("internal.jwk"));
        Files.copy(
                internal.resolve(InternalKeys.TRUSTED_KEYS),
                folder.resolve(InternalKeys.TRUSTED_KEYS));
        put(folder, "ganglion.redis.url", "redis://:" + redisPassword + "@redis:6379");
        if (service != SuiteService.GATEWAY) {
            String password = password();
            put(folder, "ganglion.database.password", password);
            put(
                    root.resolve("bootstrap"),
                    "ganglion.bootstrap.passwords." + service.schema(),
                    password);
        }
    }

    private String password() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    private static void put(Path folder, String name, String content) throws IOException {
        Path file =
                Files.createFile(
                        folder.resolve(name),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }
}
