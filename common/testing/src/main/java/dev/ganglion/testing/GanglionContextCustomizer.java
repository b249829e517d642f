package dev.ganglion.testing;

import dev.ganglion.testing.infrastructure.Infrastructure;
import dev.ganglion.testing.infrastructure.TestDatabase;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Gives a context its own database, and its settings. As a record it is part of the key by which
 * Spring shares contexts between test classes.
 */
record GanglionContextCustomizer(List<String> schemas) implements ContextCustomizer {
    /** The server of every test that does not choose another. */
    static final String SERVER_NAME = "test.local";

    @Override
    public void customizeContext(
            ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        ConfigurableEnvironment environment = context.getEnvironment();
        String service = environment.getRequiredProperty("ganglion.service");
        Map<String, Object> settings = new HashMap<>(Infrastructure.shared().settings(service));
        settings.put("ganglion.server-name", SERVER_NAME);
        // One Redis serves all contexts of the JVM: each hears only itself.
        settings.put("ganglion.redis.prefix", "ganglion-" + UUID.randomUUID() + ":");
        if (environment.getProperty("ganglion.database.enabled", Boolean.class, true)) {
            settings.putAll(database().settings());
        }
        environment
                .getPropertySources()
                .addAfter(
                        "Inlined Test Properties",
                        new MapPropertySource("ganglion test", settings));
        context.getBeanFactory()
                .registerSingleton(
                        "testTokens", new TestTokens(Infrastructure.shared().keys(), service));
    }

    private TestDatabase database() {
        TestDatabase database = Infrastructure.shared().postgres().freshDatabase();
        schemas.forEach(database::migrate);
        return database;
    }
}
