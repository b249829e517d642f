package dev.ganglion.room.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

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
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.room.heads",
                            Bindable.of(HeadProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
