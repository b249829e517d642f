package dev.ganglion.sync;

import dev.ganglion.service.erasure.ErasureConfiguration;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts sync-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(ErasureConfiguration.class)
public class SyncServiceApplication {
    /** Reads its settings from {@code sync-service.yml}, the environment and the secrets folder. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(SyncServiceApplication.class)
                .properties("spring.config.name=sync-service")
                .run(arguments);
    }
}
