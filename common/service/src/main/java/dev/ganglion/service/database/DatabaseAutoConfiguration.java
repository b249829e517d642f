package dev.ganglion.service.database;

import dev.ganglion.service.config.ServerProperties;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The database of a service that has one. */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration",
            "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration"
        })
@ConditionalOnProperty(name = "ganglion.database.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseAutoConfiguration {
    /** The schema is migrated before the first connection is handed out. */
    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionFactory(DatabaseProperties database, ServerProperties server) {
        SchemaMigration.run(database);
        return ConnectionPools.open(database, "ganglion-" + server.service());
    }

    @Bean
    DatabaseClient databaseClient(ConnectionFactory connections) {
        return DatabaseClient.create(connections);
    }

    @Bean
    ReactiveTransactionManager transactionManager(ConnectionFactory connections) {
        return new R2dbcTransactionManager(connections);
    }

    @Bean
    TransactionalOperator transactionalOperator(ReactiveTransactionManager transactions) {
        return new Uninterrupted(TransactionalOperator.create(transactions));
    }
}
