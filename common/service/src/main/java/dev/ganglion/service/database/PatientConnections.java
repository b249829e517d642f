package dev.ganglion.service.database;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.Wrapped;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * Connections that read what a statement finds to its end when whoever asked goes away, and are
 * given back only then. The driver keeps memory of rows that were under way to somebody who has
 * gone, and statements of the next would queue up behind those that nobody waits for.
 *
 * <p>What maps rows must not hold anything that has to be given back: rows that come for nobody are
 * mapped and dropped. Batches are not looked after.
 */
final class PatientConnections implements ConnectionFactory {
    private static final Class<?>[] INTERFACES = {Connection.class, Wrapped.class};

    private final ConnectionFactory connections;
    private final Duration patience;

    /**
     * Connections of a factory.
     *
     * @param patience how long to wait for a server before its connection is given up
     */
    PatientConnections(ConnectionFactory connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Flux.from(connections.create()).map(PatientConnections::patient).next();
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return connections.getMetadata();
    }

    /**
     * Completes when nothing more comes of what was asked on a connection of this factory; fails
     * when that takes too long.
     */
    Mono<Void> untilQuiet(Connection connection) {
        return ((Handler) Proxy.getInvocationHandler(connection)).underway.untilQuiet(patience);
    }

    private static Connection patient(Connection connection) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(), INTERFACES, new Handler(connection));
    }

    private static final class Handler implements InvocationHandler {
        private final Connection connection;
        private final Underway underway = new Underway();

        Handler(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            try {
                Object answer = method.invoke(connection, arguments);
                return answer instanceof Statement statement
                        ? new PatientStatement(statement, underway)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
