package dev.ganglion.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.identifier.ServerName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DataFolderTest {
    @TempDir private Path folder;

    @Test
    void aFolderInUseIsRefused() throws IOException {
        try (DataFolder first = DataFolder.open(folder)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataFolder.open(folder))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining("GANGLION_DATA");
        }
    }

    @Test
    void aFolderThatWasClosedCanBeUsedAgain() throws IOException {
        DataFolder.open(folder).close();

        DataFolder.open(folder).close();
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("GANGLION_DATA");
    }

    @Test
    void aFolderBelongsToOneServerName() throws IOException {
        try (DataFolder data = DataFolder.open(folder)) {
            assertThat(ServerIdentity.claim(data, ServerName.parse("one.example"))).isTrue();
            assertThat(ServerIdentity.claim(data, ServerName.parse("one.example"))).isFalse();
            assertThatThrownBy(() -> ServerIdentity.claim(data, ServerName.parse("two.example")))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("one.example");
        }
    }

    @Test
    void secretsStayAndNobodyElseMayReadThem() throws IOException {
        try (DataFolder data = DataFolder.open(folder)) {
            Secrets secrets = new Secrets(data.folder("secrets"));

            String password = secrets.password("redis");

            assertThat(new Secrets(data.folder("secrets")).password("redis")).isEqualTo(password);
            assertThat(Files.getPosixFilePermissions(folder.resolve("secrets/redis.password")))
                    .allMatch(permission -> permission.name().startsWith("OWNER"));
            assertThat(Files.getPosixFilePermissions(secrets.signingKeyFile()))
                    .allMatch(permission -> permission.name().startsWith("OWNER"));
        }
    }
}
