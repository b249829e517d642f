package dev.ganglion.service.appservice;

import dev.ganglion.service.config.ServerProperties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes {@link ApplicationServices} a bean of the service that imports this. The others do not need
 * the files, which hold secrets.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApplicationServiceProperties.class)
public class ApplicationServicesConfiguration {
    private static final Logger log =
            LoggerFactory.getLogger(ApplicationServicesConfiguration.class);

    @Bean
    ApplicationServices applicationServices(
            ApplicationServiceProperties properties, ServerProperties server) {
        ApplicationServices services =
                ApplicationServices.read(properties.applicationServices(), server.serverName());
        services.problems()
                .forEach(
                        problem ->
                                log.error(
                                        "{} {} Until then it is left out, and the public cannot"
                                                + " register.",
                                        problem.getMessage(),
                                        problem.fix()));
        return services;
    }

    @Bean
    HealthIndicator applicationServicesHealthIndicator(ApplicationServices services) {
        Health health =
                services.problems().isEmpty()
                        ? Health.up().build()
                        : Health.status("DEGRADED")
                                .withDetail("left-out", services.problems().size())
                                .build();
        return () -> health;
    }
}
