package dev.ganglion.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.identifier.RoomAlias;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class PolicyPropertiesTest {
    @Test
    void nothingIsModeratedByDefault() {
        assertThat(bind(Map.of()).toPolicy())
                .isEqualTo(new Policy(List.of(), Action.REJECT, List.of(), Optional.empty()));
    }

    @Test
    void theKeysKeepTheirNames() {
        var settings =
                bind(
                        Map.of(
                                "ganglion.moderation.banned-words", "spam, more spam",
                                "ganglion.moderation.action", "delete",
                                "ganglion.moderation.alert-keywords", "help",
                                "ganglion.moderation.alert-room", "#mods:test.local"));

        assertThat(settings.toPolicy())
                .isEqualTo(
                        new Policy(
                                List.of("spam", "more spam"),
                                Action.DELETE,
                                List.of("help"),
                                Optional.of(RoomAlias.parse("#mods:test.local"))));
    }

    @Test
    void aRoomWithoutASigilIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("ganglion.moderation.alert-room", "mods")))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("must be a room ID");
    }

    private static PolicyProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.moderation",
                            Bindable.of(PolicyProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
