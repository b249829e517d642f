package dev.ganglion.room.userdirectory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

class UserDirectoryPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of())).isEqualTo(new UserDirectoryProperties(true, false));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.user-directory.enabled", "false",
                                        "ganglion.user-directory.search-all", "true")))
                .isEqualTo(new UserDirectoryProperties(false, true));
    }

    private static UserDirectoryProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ganglion.user-directory", UserDirectoryProperties.class);
    }
}
