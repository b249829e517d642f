package dev.ganglion.media;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the media-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class MediaServiceApplication {
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(MediaServiceApplication.class)
                .properties("spring.config.name=media-service")
                .run(arguments);
    }
}
