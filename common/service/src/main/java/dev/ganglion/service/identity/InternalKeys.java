package dev.ganglion.service.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The key files by which services know each other: making and reading them. Blocking. */
public final class InternalKeys {
    /** Every service of the suite. */
    public static final List<String> SERVICES =
            List.of("gateway", "auth", "room", "sync", "media", "moderation");

    /** The name of the file with all public keys. */
    public static final String TRUSTED_KEYS = "trusted.jwks";

    private InternalKeys() {}

    /**
     * Writes a new {@code <service>.jwk} for each service, readable by its owner alone, and {@code
     * trusted.jwks}. Keys that are already there stay as they are, so that it may be repeated.
     */
    public static void generate(Path directory) {
        try {
            Files.createDirectories(directory);
            List<JWK> publicKeys = new ArrayList<>();
            for (String service : SERVICES) {
                publicKeys.add(keyOf(service, directory).toPublicJWK());
            }
            write(directory.resolve(TRUSTED_KEYS), new JWKSet(publicKeys).toString(), "rw-r--r--");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a container that prepares the keys: the folder is the only argument. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments.length == 0 ? "." : arguments[0]);
        generate(directory);
        System.out.println("The keys of all services are in " + directory.toAbsolutePath());
    }

    static ECKey readPrivate(Path file) {
        try {
            ECKey key = ECKey.parse(Files.readString(file));
            if (!key.isPrivate() || key.getKeyID() == null) {
                throw new UnusableKeyException(file, "it has no private key, or no kid");
            }
            return key;
        } catch (IOException | ParseException e) {
            throw new UnusableKeyException(file, reason(e));
        }
    }

    /** The public keys by the name of their service. */
    static Map<String, ECKey> readTrusted(Path file) {
        try {
            return JWKSet.parse(Files.readString(file)).getKeys().stream()
                    .filter(ECKey.class::isInstance)
                    .map(key -> ((ECKey) key).toPublicJWK())
                    .collect(Collectors.toMap(ECKey::getKeyID, Function.identity()));
        } catch (IOException | ParseException e) {
            throw new UnusableKeyException(file, reason(e));
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof IOException
                ? "it cannot be read: " + failure.getMessage()
                : "it is not a key in JWK form";
    }

    private static ECKey keyOf(String service, Path directory) throws IOException {
        Path file = directory.resolve(service + ".jwk");
        if (Files.exists(file)) {
            return readPrivate(file);
        }
        ECKey key = newKey(service);
        write(file, key.toJSONString(), "rw-------");
        return key;
    }

    private static ECKey newKey(String service) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(service)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("This JVM has no P-256", e);
        }
    }

    /** Never leaves half a file behind, nor for a moment one that others may read. */
    private static void write(Path file, String content, String permissions) throws IOException {
        var attribute =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        Path parent = file.toAbsolutePath().getParent();
        Path temporary =
                Files.createTempFile(parent, file.getFileName().toString(), ".new", attribute);
        Files.writeString(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
