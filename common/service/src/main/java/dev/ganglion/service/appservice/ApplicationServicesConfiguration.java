package dev.ganglion.service.appservice;

import dev.ganglion.service.config.ServerProperties;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes {@link ApplicationServices} a bean of the service that imports this. The others do not need
 * the files, which hold secrets.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApplicationServiceProperties.class)
public class ApplicationServicesConfiguration {
    @Bean
    ApplicationServices applicationServices(
            ApplicationServiceProperties properties, ServerProperties server) {
        return ApplicationServices.read(properties.applicationServices(), server.serverName());
    }
}
