package dev.ganglion.room.retention;

import dev.ganglion.room.maintenance.Passes;
import dev.ganglion.service.background.Repetition;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the passes, where retention is switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("ganglion.retention.enabled")
class RetentionBackground {
    @Bean
    Repetition retention(RetentionPass pass, Passes passes, RetentionProperties settings) {
        return passes.repeating(
                "retention", settings.interval(), "Deleting what is too old", pass::run);
    }
}
