package dev.ganglion.testing;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import java.util.Map;
import java.util.Optional;

/**
 * A test does not run the service's main class, which names the service's configuration file: here
 * it is found by the application's package, {@code dev.ganglion.room} to {@code room-service.yml}.
 */
final class ServiceConfigName implements EnvironmentPostProcessor, Ordered {
    private static final String NAME = "spring.config.name";
    private static final String ROOT = "dev.ganglion.";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.containsProperty(NAME)) {
            return;
        }
        application.getAllSources().stream()
                .map(source -> source instanceof Class<?> type ? type.getName() : source.toString())
                .flatMap(name -> configName(name).stream())
                .findFirst()
                .ifPresent(name -> use(environment, name));
    }

    private static Optional<String> configName(String className) {
        if (!className.startsWith(ROOT)) {
            return Optional.empty();
        }
        String rest = className.substring(ROOT.length());
        String name = rest.substring(0, Math.max(0, rest.indexOf('.'))) + "-service";
        boolean exists = ServiceConfigName.class.getResource("/" + name + ".yml") != null;
        return exists ? Optional.of(name) : Optional.empty();
    }

    private static void use(ConfigurableEnvironment environment, String name) {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("service config name", Map.of(NAME, name)));
    }

    /** Before the configuration files are read. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
