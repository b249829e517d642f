package dev.ganglion.service.lease;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;
import java.util.UUID;

/** Leases for services that have a database. */
@AutoConfiguration(afterName = "dev.ganglion.service.database.DatabaseAutoConfiguration")
@ConditionalOnBean(DatabaseClient.class)
class LeaseAutoConfiguration {
    private static final Duration LIFETIME = Duration.ofSeconds(15);

    @Bean
    Lease lease(DatabaseClient database) {
        String holder = UUID.randomUUID().toString();
        return new Lease(new LeaseRepository(database, holder), LIFETIME);
    }
}
