package dev.ganglion.service.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Prints what our own code says about a failed start. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailureException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, StartFailureException failure) {
        return new FailureAnalysis(String.valueOf(failure.getMessage()), failure.fix(), failure);
    }
}
