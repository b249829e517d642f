package dev.ganglion.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

class InternalKeysTest {
    @TempDir private Path directory;

    @Test
    void everyServiceGetsAKeyThatOnlyItsOwnerMayRead() throws IOException {
        InternalKeys.generate(directory);

        for (String service : InternalKeys.SERVICES) {
            Path file = directory.resolve(service + ".jwk");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(InternalKeys.readPrivate(file).getKeyID()).isEqualTo(service);
        }
    }

    @Test
    void theTrustedKeysArePublicOnly() throws IOException {
        InternalKeys.generate(directory);

        Path trusted = directory.resolve(InternalKeys.TRUSTED_KEYS);
        assertThat(InternalKeys.readTrusted(trusted)).containsOnlyKeys(InternalKeys.SERVICES);
        assertThat(Files.readString(trusted)).doesNotContain("\"d\"");
    }

    @Test
    void generatingAgainKeepsWhatIsThere() throws IOException {
        InternalKeys.generate(directory);
        String before = Files.readString(directory.resolve("auth.jwk"));

        InternalKeys.generate(directory);

        assertThat(Files.readString(directory.resolve("auth.jwk"))).isEqualTo(before);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(InternalKeys.SERVICES.size() + 1);
        }
    }

    @Test
    void aMissingOrBrokenKeyNamesItsFileAndNotItsContent() throws IOException {
        Path missing = directory.resolve("missing.jwk");
        Path broken = Files.writeString(directory.resolve("broken.jwk"), "top secret");

        assertThatThrownBy(() -> InternalKeys.readPrivate(missing))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("missing.jwk");
        assertThatThrownBy(() -> InternalKeys.readPrivate(broken))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageNotContaining("top secret");
    }
}
