package dev.ganglion.service.appservice;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.nio.file.Path;
import java.util.List;

/**
 * Which application services there are.
 *
 * @param applicationServices their registration files, in YAML
 */
@Validated
@ConfigurationProperties("ganglion")
public record ApplicationServiceProperties(@DefaultValue List<Path> applicationServices) {
    /** Copies the list. */
    public ApplicationServiceProperties {
        applicationServices = List.copyOf(applicationServices);
    }
}
