package dev.ganglion.service.error;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.annotation.Bean;

/** Puts our renderer in the place of Spring's. */
@AutoConfiguration(
        beforeName =
                "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration")
class ErrorAutoConfiguration {
    @Bean
    ErrorWebExceptionHandler matrixErrorRenderer() {
        return new ErrorRenderer(new FailureTranslator(new PostgresFailures()));
    }
}
