package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.service.database.DatabaseBootstrap;
import dev.ganglion.testing.infrastructure.Infrastructure;
import dev.ganglion.testing.infrastructure.PostgresServer;
import dev.ganglion.testing.infrastructure.TestDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.DriverManager;
import java.sql.SQLException;

class DatabaseRolesIT {
    private final PostgresServer postgres = Infrastructure.shared().postgres();
    private final TestDatabase database = postgres.freshDatabase();

    @Test
    void aServiceOwnsItsSchema() throws SQLException {
        execute("media", "create table mine (id int)");

        execute("media", "insert into mine values (1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from rooms.secret",
                "insert into rooms.secret values (1)",
                "create table rooms.mine (id int)",
                "create table public.mine (id int)",
                "create schema mine",
                "create role another",
                "set role ganglion_rooms",
            })
    void aServiceHasNoRightsBeyondItsSchema(String sql) throws SQLException {
        execute("rooms", "create table secret (id int)");

        assertThatThrownBy(() -> execute("media", sql)).hasMessageContaining("permission denied");
    }

    @Test
    void whatAnOwnerPublishesCanBeReadAndNotWritten() throws SQLException {
        execute("rooms", "create table published (id int)");
        execute("rooms", "grant usage on schema rooms to ganglion_sync");
        execute("rooms", "grant select on published to ganglion_sync");

        execute("sync", "select * from rooms.published");
        assertThatThrownBy(() -> execute("sync", "delete from rooms.published"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void theBootstrapMayBeRepeated() throws SQLException {
        execute("auth", "create table kept (id int)");
        var target =
                new DatabaseBootstrap.Target(
                        database.host(),
                        database.port(),
                        database.name(),
                        postgres.user(),
                        postgres.password());

        DatabaseBootstrap.run(target, _ -> "test");

        execute("auth", "select * from kept");
        assertThat(DatabaseBootstrap.SCHEMAS).hasSize(5);
    }

    private void execute(String schema, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(schema));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
