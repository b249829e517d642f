package dev.ganglion.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.service.bus.BusProperties;
import dev.ganglion.service.database.DatabaseProperties;

import jakarta.validation.Valid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import java.util.Objects;

class WrongSettingAnalyzerTest {
    @EnableConfigurationProperties({DatabaseProperties.class, BusProperties.class, Store.class})
    static class Settings {}

    @Validated
    @ConfigurationProperties("ganglion.store")
    record Store(@Valid @DefaultValue Memory memory) {
        record Memory(@PositiveSize @DefaultValue("1MB") DataSize pageSize) {}
    }

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ConfigAutoConfiguration.class))
                    .withUserConfiguration(Settings.class)
                    .withPropertyValues(
                            "ganglion.service=room",
                            "ganglion.database.schema=rooms",
                            "ganglion.redis.url=redis://localhost:6379");

    @Test
    void goodSettingsAreTaken() {
        runner.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aWrongServerNameIsNamedWithItsVariable() {
        assertThat(problem("ganglion.server-name=not a name!"))
                .contains("ganglion.server-name", "GANGLION_SERVER_NAME", "\"not a name!\"")
                .hasLineCount(1);
    }

    @Test
    void aNumberOutOfRangeIsNamed() {
        assertThat(problem("ganglion.database.pool-size=0"))
                .contains("ganglion.database.pool-size", "GANGLION_DATABASE_POOL_SIZE", "\"0\"")
                .hasLineCount(1);
    }

    @Test
    void textForANumberIsNamed() {
        assertThat(problem("ganglion.database.port=many"))
                .contains("ganglion.database.port", "GANGLION_DATABASE_PORT", "\"many\"")
                .hasLineCount(1);
    }

    @Test
    void aWrongAddressOfRedisSaysWhatItLooksLike() {
        assertThat(problem("ganglion.redis.url=localhost"))
                .contains("GANGLION_REDIS_URL", "redis://host:6379");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0B", "-1MB"})
    void aSizeThatIsNoneIsNamedWithItsWholeKeyAndTheFix(String size) {
        assertThat(problem("ganglion.store.memory.page-size=" + size))
                .contains(
                        "ganglion.store.memory.page-size",
                        "GANGLION_STORE_MEMORY_PAGE_SIZE",
                        "must be a size above 0, such as 64MB")
                .hasLineCount(1);
    }

    private String problem(String setting) {
        String[] found = new String[1];
        runner.withPropertyValues(setting)
                .run(
                        context -> {
                            Throwable failure = context.getStartupFailure();
                            assertThat(failure).isNotNull();
                            var analysis = new WrongSettingAnalyzer().analyze(failure);
                            assertThat(analysis).isNotNull();
                            found[0] = analysis.getDescription();
                        });
        return Objects.requireNonNull(found[0]);
    }
}
