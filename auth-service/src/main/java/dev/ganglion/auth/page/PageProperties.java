package dev.ganglion.auth.page;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where people find this server, and how its pages and mails look.
 *
 * @param publicBaseUrl the address that clients use, as in {@code https://matrix.example.org}
 * @param templates a folder with templates that stand in for those of the suite
 */
@ConfigurationProperties("ganglion")
public record PageProperties(Optional<String> publicBaseUrl, @Nullable Path templates) {}
