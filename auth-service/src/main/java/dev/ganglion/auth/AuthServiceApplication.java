package dev.ganglion.auth;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts auth-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AuthServiceApplication {
    /** Reads its settings from {@code auth-service.yml}, the environment and the secrets folder. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(AuthServiceApplication.class)
                .properties("spring.config.name=auth-service")
                .run(arguments);
    }
}
