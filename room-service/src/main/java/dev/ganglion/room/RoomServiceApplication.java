package dev.ganglion.room;

import dev.ganglion.service.appservice.ApplicationServicesConfiguration;
import dev.ganglion.service.erasure.ErasureConfiguration;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts room-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({ApplicationServicesConfiguration.class, ErasureConfiguration.class})
public class RoomServiceApplication {
    /** Reads its settings from {@code room-service.yml}, the environment and the secrets folder. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(RoomServiceApplication.class)
                .properties("spring.config.name=room-service")
                .run(arguments);
    }
}
