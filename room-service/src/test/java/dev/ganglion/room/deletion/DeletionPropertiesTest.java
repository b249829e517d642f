package dev.ganglion.room.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

import java.time.Duration;
import java.util.Map;

class DeletionPropertiesTest {
    @Test
    void theDefaultIsTheDocumentedOneAndTheKeyKeepsItsName() {
        assertThat(bind(Map.of())).isEqualTo(new DeletionProperties(Duration.ofDays(7)));
        assertThat(bind(Map.of("ganglion.deletion.farewell", "30d")))
                .isEqualTo(new DeletionProperties(Duration.ofDays(30)));
    }

    @Test
    void aFarewellThatNobodyHearsIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("ganglion.deletion.farewell", "59s")))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field 'farewell'");
    }

    private static DeletionProperties bind(Map<String, String> settings) {
        return Settings.bind("ganglion.deletion", DeletionProperties.class, settings);
    }
}
