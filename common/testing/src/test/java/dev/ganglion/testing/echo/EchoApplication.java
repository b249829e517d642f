package dev.ganglion.testing.echo;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class EchoApplication {
    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of("/_test/public", "GET /_test/half-public");
    }
}
