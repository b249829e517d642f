package dev.ganglion.gateway;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the gateway. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayServiceApplication {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(GatewayServiceApplication.class)
                .properties("spring.config.name=gateway-service")
                .run(arguments);
    }
}
