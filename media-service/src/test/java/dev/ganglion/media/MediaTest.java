package dev.ganglion.media;

import dev.ganglion.testing.GanglionTest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A running media-service with small limits, shared by all tests of the module. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@GanglionTest(
        properties = {
            "ganglion.media.directory=target/test-media",
            "ganglion.media.max-upload-size=1MB",
            "ganglion.media.max-unused-ids=3"
        })
public @interface MediaTest {}
