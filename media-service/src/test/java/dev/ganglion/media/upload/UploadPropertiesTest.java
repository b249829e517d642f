package dev.ganglion.media.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class UploadPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new UploadProperties(DataSize.ofMegabytes(100), Duration.ofHours(24), 50));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.media.max-upload-size", "5MB",
                                        "ganglion.media.unused-id-lifetime", "1h",
                                        "ganglion.media.max-unused-ids", "7")))
                .isEqualTo(new UploadProperties(DataSize.ofMegabytes(5), Duration.ofHours(1), 7));
    }

    private static UploadProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ganglion.media", UploadProperties.class);
    }
}
