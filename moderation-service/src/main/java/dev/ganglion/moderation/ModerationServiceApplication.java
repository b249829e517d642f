package dev.ganglion.moderation;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the moderation-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ModerationServiceApplication {
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ModerationServiceApplication.class)
                .properties("spring.config.name=moderation-service")
                .run(arguments);
    }
}
