package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

import java.time.Duration;
import java.util.Map;

class SearchPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of())).isEqualTo(new SearchProperties("simple", Duration.ofSeconds(5)));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.search.language", "english",
                                        "ganglion.search.timeout", "2s")))
                .isEqualTo(new SearchProperties("english", Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "ganglion.search.language, 'sim;ple', language",
        "ganglion.search.language, '', language",
        "ganglion.search.timeout, 1ms, timeout",
        "ganglion.search.timeout, 5m, timeout",
    })
    void whatCannotBeIsRefused(String key, String value, String field) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field '" + field + "'");
    }

    private static SearchProperties bind(Map<String, String> settings) {
        return Settings.bind("ganglion.search", SearchProperties.class, settings);
    }
}
