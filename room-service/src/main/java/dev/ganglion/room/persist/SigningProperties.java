package dev.ganglion.room.persist;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

import java.nio.file.Path;

/**
 * Where the key is that signs this server's events.
 *
 * @param signingKeyFile {@code ganglion.signing-key-file}, one line {@code ed25519 <version>
 *     <base64 seed>}
 */
@Validated
@ConfigurationProperties("ganglion")
record SigningProperties(@NotNull Path signingKeyFile) {}
