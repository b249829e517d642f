package dev.ganglion.service.database;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Statement;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Connections that read what a statement finds to its end when whoever asked goes away, and are
 * given back only then. The driver keeps the memory of rows that were under way to somebody who has
 * gone, for good, so that clients that ask and leave would fill it; and statements of the next
 * would queue up behind those that nobody waits for.
 */
final class PatientConnections implements ConnectionFactory {
    private final ConnectionFactory connections;

    PatientConnections(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Flux.from(connections.create()).map(PatientConnections::patient).next();
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return connections.getMetadata();
    }

    /** Completes when nothing more comes of what was asked on a connection of this factory. */
    static Mono<Void> untilQuiet(Connection connection) {
        return ((Handler) Proxy.getInvocationHandler(connection)).end.get();
    }

    private static Connection patient(Connection connection) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        new Handler(connection));
    }

    private static final class Handler implements InvocationHandler {
        private final Connection connection;
        private final AtomicReference<Mono<Void>> end = new AtomicReference<>(Mono.empty());

        Handler(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            try {
                Object answer = method.invoke(connection, arguments);
                return answer instanceof Statement statement
                        ? new PatientStatement(statement, end::set)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
