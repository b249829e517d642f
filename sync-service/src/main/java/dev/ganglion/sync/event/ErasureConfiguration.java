package dev.ganglion.sync.event;

import dev.ganglion.service.erasure.ErasedUsers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Keeps the erased users in memory. */
@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {
    @Bean
    ErasedUsers erasedUsers(DatabaseClient database) {
        return new ErasedUsers(database);
    }
}
