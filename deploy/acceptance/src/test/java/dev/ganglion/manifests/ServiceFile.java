package dev.ganglion.manifests;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.io.ClassPathResource;

import java.io.IOException;
import java.util.Objects;

/** What a service's own file says of where it listens, when nobody says otherwise. */
final class ServiceFile {
    private final MutablePropertySources sources = new MutablePropertySources();
    private final PropertySourcesPropertyResolver resolver =
            new PropertySourcesPropertyResolver(sources);

    private ServiceFile() {}

    static ServiceFile of(String service) throws IOException {
        ServiceFile file = new ServiceFile();
        file.add(service + "-service.yml");
        file.add("ganglion-defaults.yml");
        return file;
    }

    int port() {
        return resolver.getRequiredProperty("server.port", Integer.class);
    }

    /** The port of the actuator: that of everything else, unless it has one of its own. */
    int healthPort() {
        return resolver.getProperty("management.server.port", Integer.class, port());
    }

    /** The address of the actuator as it is written, with the name of the setting that gives it. */
    String healthAddress() {
        return sources.stream()
                .map(source -> source.getProperty(addressKey()))
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .findFirst()
                .orElseThrow();
    }

    private String addressKey() {
        return resolver.containsProperty("management.server.port")
                ? "management.server.address"
                : "server.address";
    }

    private void add(String name) throws IOException {
        for (PropertySource<?> source :
                new YamlPropertySourceLoader().load(name, new ClassPathResource(name))) {
            sources.addLast(source);
        }
    }
}
