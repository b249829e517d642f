package dev.ganglion.sync;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.testing.infrastructure.TestDatabase;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The tables of devices, written as auth-service writes them. */
final class DeviceTables {
    private final TestDatabase database;
    private final Supplier<Bus> bus;

    DeviceTables(TestDatabase database, Supplier<Bus> bus) {
        this.database = database;
        this.bus = bus;
    }

    /** The user's device exists from now on. */
    void has(TestUser user) {
        execute(
                "auth",
                "insert into auth.account (user_id, created_at) values (?, now()) on conflict do nothing",
                user.id().value());
        execute(
                "auth",
                "insert into auth.device (user_id, device_id, created_at) values (?, ?, clock_timestamp())",
                user.id().value(),
                user.device().value());
    }

    /** The user's device receives keys while nobody is logged in on it. */
    void dehydrates(TestUser user) {
        execute(
                "auth",
                "update auth.device set dehydrated_data = '{}' where user_id = ? and device_id = ?",
                user.id().value(),
                user.device().value());
    }

    /** A user has signed another's key. */
    void signs(TestUser signer, TestUser target) {
        execute(
                "auth",
                """
                with lock as (select pg_advisory_xact_lock(5, 0))
                insert into auth.user_signature_change (signer_user_id, target_user_id, position)
                select ?, ?, nextval('auth.device_list_position')
                from lock
                on conflict (signer_user_id, target_user_id) do update set position = excluded.position
                """,
                signer.id().value(),
                target.id().value());
        hint(Channel.DEVICE_LISTS);
    }

    /** The user's keys have changed. */
    void changesKeys(TestUser user) {
        execute(
                "auth",
                """
                with lock as (select pg_advisory_xact_lock(5, 0))
                insert into auth.device_list_change (user_id, position)
                select ?, nextval('auth.device_list_position')
                from lock
                on conflict (user_id) do update set position = excluded.position
                """,
                user.id().value());
        hint(Channel.DEVICE_LISTS);
    }

    /** The device has uploaded one-time keys. */
    void uploadsKeys(TestUser user, String algorithm, int count) {
        execute(
                "auth",
                """
                insert into auth.one_time_key (user_id, device_id, algorithm, key_id, key)
                select ?, ?, ?, gen_random_uuid()::text, '{}'
                from generate_series(1, ?)
                """,
                user.id().value(),
                user.device().value(),
                algorithm,
                count);
        movesKeyCount(user);
    }

    /** Others have claimed so many, and then the fallback key. */
    void losesAllKeys(TestUser user) {
        String ofDevice = " where user_id = ? and device_id = ?";
        String id = user.id().value();
        String device = user.device().value();
        execute("auth", "delete from auth.one_time_key" + ofDevice, id, device);
        execute("auth", "update auth.fallback_key set is_used = true" + ofDevice, id, device);
        movesKeyCount(user);
    }

    void uploadsFallbackKey(TestUser user, String algorithm) {
        execute(
                "auth",
                """
                insert into auth.fallback_key (user_id, device_id, algorithm, key_id, key)
                values (?, ?, ?, 'f', '{}')
                """,
                user.id().value(),
                user.device().value(),
                algorithm);
        movesKeyCount(user);
    }

    private void movesKeyCount(TestUser user) {
        execute(
                "auth",
                """
                with lock as (select pg_advisory_xact_lock(5, 0))
                insert into auth.device_key_change (user_id, device_id, position)
                select ?, ?, nextval('auth.device_list_position')
                from lock
                on conflict (user_id, device_id) do update set position = excluded.position
                """,
                user.id().value(),
                user.device().value());
        hint(Channel.DEVICE_LISTS);
    }

    /** The device is logged out, and nobody hears of it. */
    void deletesSilently(TestUser user) {
        execute(
                "auth",
                "delete from auth.device where user_id = ? and device_id = ?",
                user.id().value(),
                user.device().value());
    }

    /** The device is logged out. */
    void deletes(TestUser user) {
        deletesSilently(user);
        bus.get()
                .publish(
                        Channel.SESSIONS,
                        SessionsEnded.ofDevice(user.id(), user.device(), Set.of(user.token()), true)
                                .encode());
    }

    /** How many messages are kept for the device. */
    long waiting(TestUser user) {
        return count(
                "select count(*) from sync.to_device_message where user_id = ? and device_id = ?",
                user.id().value(),
                user.device().value());
    }

    void hint(Channel channel) {
        bus.get().publish(channel, "{}".getBytes(StandardCharsets.US_ASCII));
    }

    /** Nobody reads the table until this is closed. */
    Connection locks(String schema, String table) throws SQLException {
        Connection connection = DriverManager.getConnection(database.jdbcUrl(schema));
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("lock table " + table + " in access exclusive mode");
        }
        return connection;
    }

    /** How often one message that waits for a device is to wait there from now on. */
    void multiply(TestUser user, int times) {
        execute(
                "sync",
                """
                insert into sync.to_device_message
                select user_id, device_id, -n, device_created, sender, type, content,
                       device_count, device_bytes, sender_count, sender_bytes
                from sync.to_device_message, generate_series(1, ?) n
                where user_id = ? and device_id = ?
                """,
                times,
                user.id().value(),
                user.device().value());
    }

    void execute(String schema, String sql, Object... values) {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(schema));
                PreparedStatement statement = prepared(connection, sql, values)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String sql, Object... values) {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl("sync"));
                PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of every row. */
    List<String> names(String sql) {
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl("sync"));
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
