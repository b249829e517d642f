package dev.ganglion.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SecretSettingTest {
    @TempDir Path folder;

    @Test
    void aSecretComesByItselfOrFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "from the file\n");

        assertThat(SecretSetting.read("a.secret", " itself ", null)).hasValue("itself");
        assertThat(SecretSetting.read("a.secret", null, file)).hasValue("from the file");
        assertThat(SecretSetting.read("a.secret", " ", null)).isEmpty();
        assertThat(SecretSetting.read("a.secret", null, null)).isEmpty();
    }

    @Test
    void whatCannotBeReadNamesTheSettingAndNotTheSecret() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> SecretSetting.read("a.secret", null, folder.resolve("none")))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("a.secret-file");
        assertThatThrownBy(() -> SecretSetting.read("a.secret", null, empty))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("a.secret-file");
        assertThatThrownBy(() -> SecretSetting.read("a.secret", "hidden", empty))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("both set")
                .hasMessageNotContaining("hidden");
    }
}
