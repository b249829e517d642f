package dev.ganglion.testing;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.r2dbc.core.DatabaseClient;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Listens to what a service asks its database, as the text of statements. */
public final class StatementLog implements BeanPostProcessor {
    private final Queue<String> statements = new ConcurrentLinkedQueue<>();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DatabaseClient client ? listening(client) : bean;
    }

    /** What was asked while this happened, by whomever, in order. */
    public List<String> during(Runnable work) {
        statements.clear();
        work.run();
        return List.copyOf(statements);
    }

    private Object listening(DatabaseClient client) {
        return Proxy.newProxyInstance(
                DatabaseClient.class.getClassLoader(),
                new Class<?>[] {DatabaseClient.class},
                (_, method, arguments) -> called(client, method, arguments));
    }

    private Object called(DatabaseClient client, Method method, Object[] arguments)
            throws Throwable {
        if (method.getName().equals("sql") && arguments[0] instanceof String statement) {
            statements.add(statement);
        }
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
