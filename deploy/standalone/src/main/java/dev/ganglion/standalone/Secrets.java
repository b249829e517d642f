package dev.ganglion.standalone;

import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.service.identity.InternalKeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The server's keys and passwords: made at the first start, one file each, readable by the owner
 * alone.
 */
final class Secrets {
    private static final int SECRET_BYTES = 32;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    Secrets(Path folder) {
        this.folder = folder;
    }

    /**
     * The ed25519 key that signs this server's events: to lose it is to lose the server's identity.
     */
    Path signingKeyFile() {
        return fileWith("signing.key", () -> SigningKey.generate(random).toFileLine() + "\n");
    }

    Path registrationSecretFile() {
        return fileWith("registration-shared-secret", this::randomText);
    }

    /** The folder with one private key a service and the public keys of all. */
    Path internalKeys() {
        Path keys = folder.resolve("internal");
        try {
            InternalKeys.generate(keys);
            return keys;
        } catch (UncheckedIOException e) {
            throw unreadable("internal", new IOException(e));
        }
    }

    /** A password that is made when first asked for and stays. */
    String password(String name) {
        try {
            return Files.readString(fileWith(name + ".password", this::randomText)).strip();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private String randomText() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Path fileWith(String name, Content content) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                writeAtOnce(file, content.make());
            }
            return file;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Through a second name, so that a crash never leaves half a key behind. */
    private static void writeAtOnce(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, ownerOnly(draft));
        Files.writeString(draft, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(draft, file);
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        Set<String> views = file.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private StartRefused unreadable(String name, IOException e) {
        return new StartRefused(
                "Cannot read or write the secret " + folder.resolve(name) + ": " + e.getMessage(),
                e);
    }

    private interface Content {
        String make() throws IOException;
    }
}
