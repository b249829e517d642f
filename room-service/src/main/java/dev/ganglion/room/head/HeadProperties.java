package dev.ganglion.room.head;

import dev.ganglion.service.config.PositiveSize;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much of rooms' state is kept in memory.
 *
 * @param cache {@code ganglion.room.heads.cache}: roughly the memory that cached heads may take
 */
@Validated
@ConfigurationProperties("ganglion.room.heads")
record HeadProperties(@NotNull @PositiveSize @DefaultValue("128MB") DataSize cache) {}
