package dev.ganglion.service.config;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import java.time.Clock;

/** The server's settings and its clock. */
@AutoConfiguration
@EnableConfigurationProperties(ServerProperties.class)
class ConfigAutoConfiguration {
    @Bean
    @ConfigurationPropertiesBinding
    static ServerNameConverter serverNameConverter() {
        return new ServerNameConverter();
    }

    /** The only source of time: a test puts another in its place. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
