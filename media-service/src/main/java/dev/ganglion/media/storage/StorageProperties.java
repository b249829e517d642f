package dev.ganglion.media.storage;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import java.nio.file.Path;

/**
 * Where files are kept.
 *
 * @param directory the folder of all files
 * @param reservedSpace how much of its disk uploads leave free, for everything else that lives
 *     there
 */
@Validated
@ConfigurationProperties("ganglion.media")
record StorageProperties(
        @NotNull @DefaultValue("./data/media") Path directory,
        @NotNull @DefaultValue("64MB") DataSize reservedSpace) {}
