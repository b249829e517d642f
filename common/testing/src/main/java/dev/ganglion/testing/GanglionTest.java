package dev.ganglion.testing;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.core.annotation.AliasFor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts the service of this module on a port of its own, with a fresh database and with Redis, as
 * {@code test.local}. Beans to inject: {@link TestTokens}, a {@code WebTestClient} for the
 * service's port, and all of the service's own.
 *
 * <p>Test classes with the same settings share one running service and its database.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "20s")
public @interface GanglionTest {
    /** Settings, as {@code key=value}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};

    /** Classes to start besides, or in place of, the service's own application. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
    Class<?>[] classes() default {};

    /**
     * Schemas of other services that are to be there as well, migrated from the migrations on the
     * class path, such as {@code rooms} for the sync-service.
     */
    String[] schemas() default {};
}
