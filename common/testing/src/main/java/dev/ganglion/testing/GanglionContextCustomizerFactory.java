package dev.ganglion.testing;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

import java.util.List;

/** Finds {@link GanglionTest} on a test class. */
final class GanglionContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        GanglionTest test =
                AnnotatedElementUtils.findMergedAnnotation(testClass, GanglionTest.class);
        return test == null ? null : new GanglionContextCustomizer(List.of(test.schemas()));
    }
}
