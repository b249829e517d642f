package dev.ganglion.room.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

import java.util.Map;

class HeadPropertiesTest {
    @Test
    void theDefaultIsTheDocumentedOne() {
        assertThat(bind(Map.of())).isEqualTo(new HeadProperties(DataSize.ofMegabytes(128)));
    }

    @Test
    void theKeyKeepsItsName() {
        assertThat(bind(Map.of("ganglion.room.heads.cache", "5MB")))
                .isEqualTo(new HeadProperties(DataSize.ofMegabytes(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0B", "-1MB"})
    void aCacheWithoutASizeIsRefused(String size) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.room.heads.cache", size)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field 'cache'")
                .hasStackTraceContaining("must be a size above 0");
    }

    private static HeadProperties bind(Map<String, String> settings) {
        return Settings.bind("ganglion.room.heads", HeadProperties.class, settings);
    }
}
