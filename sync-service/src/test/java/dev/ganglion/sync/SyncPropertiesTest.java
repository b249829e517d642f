package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import java.time.Duration;
import java.util.Map;

class SyncPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new SyncProperties(
                                20_000,
                                DataSize.ofMegabytes(64),
                                Duration.ofSeconds(60),
                                20,
                                500,
                                4));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.sync.ring-events", "100",
                                        "ganglion.sync.ring-memory", "5MB",
                                        "ganglion.sync.max-timeout", "7s",
                                        "ganglion.sync.default-timeline-limit", "8",
                                        "ganglion.sync.max-timeline-limit", "9",
                                        "ganglion.sync.initial-syncs-at-once", "3")))
                .isEqualTo(
                        new SyncProperties(
                                100, DataSize.ofMegabytes(5), Duration.ofSeconds(7), 8, 9, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "ring-events, 99, ringEvents, 100",
        "ring-memory, 0B, ringMemory, must be a size above 0",
        "ring-memory, -1MB, ringMemory, must be a size above 0",
        "max-timeout, 999ms, maxTimeout, 1 second",
        "max-timeout, 11m, maxTimeout, 10 minutes",
        "default-timeline-limit, 0, defaultTimelineLimit, 1",
        "max-timeline-limit, 1001, maxTimelineLimit, 1000",
        "initial-syncs-at-once, 0, initialSyncsAtOnce, 1",
    })
    void aWrongValueIsRefusedWithTheBound(String key, String value, String field, String bound) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.sync." + key, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field '" + field + "'")
                .hasStackTraceContaining(bound);
    }

    private static SyncProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.sync",
                            Bindable.of(SyncProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
