package dev.ganglion.auth;

import dev.ganglion.service.appservice.ApplicationServicesConfiguration;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts auth-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(ApplicationServicesConfiguration.class)
public class AuthServiceApplication {
    /** Reads its settings from {@code auth-service.yml}, the environment and the secrets folder. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(AuthServiceApplication.class)
                .properties("spring.config.name=auth-service")
                .run(arguments);
    }
}
