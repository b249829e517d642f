package dev.ganglion.standalone;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.reactive.StandardReactiveWebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.client.ReactorResourceFactory;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * The running services: started one after the other, stopped in the opposite order, each draining
 * its requests.
 */
final class Suite implements AutoCloseable {
    private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();

    void start(SuiteService service, Map<String, Object> settings, Optional<Path> settingsFile) {
        var builder =
                new SpringApplicationBuilder(service.application())
                        .web(WebApplicationType.REACTIVE)
                        .bannerMode(Banner.Mode.OFF)
                        .registerShutdownHook(false)
                        .logStartupInfo(false)
                        .properties("spring.config.name=" + service.configName())
                        .initializers(Suite::keepEventLoops)
                        .environment(new SuiteEnvironment(settings));
        settingsFile.ifPresent(
                file -> builder.properties("spring.config.additional-location=" + file.toUri()));
        running.push(builder.run());
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private static void keepEventLoops(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(ReactorResourceFactory.class, SharedEventLoops::new);
    }

    /** They belong to the process: the first service to stop must not take them from the others. */
    private static final class SharedEventLoops extends ReactorResourceFactory {
        @Override
        public void stop() {
            // The loops end with the process.
        }

        @Override
        public void stop(Runnable callback) {
            callback.run();
        }

        @Override
        public void destroy() {
            // The loops end with the process.
        }
    }

    /**
     * What the process decided stands above what the environment says: a variable must not move a
     * service's own port.
     */
    private static final class SuiteEnvironment extends StandardReactiveWebEnvironment {
        SuiteEnvironment(Map<String, Object> settings) {
            getPropertySources().addFirst(new MapPropertySource("standalone", settings));
        }
    }
}
