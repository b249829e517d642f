package dev.ganglion.room.userdirectory;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is found in the user directory.
 *
 * @param enabled {@code ganglion.user-directory.enabled}: otherwise nobody is found
 * @param searchAll {@code ganglion.user-directory.search-all}: everybody finds everybody, not only
 *     those who share a room or are in a public one
 */
@Validated
@ConfigurationProperties("ganglion.user-directory")
record UserDirectoryProperties(
        @DefaultValue("true") boolean enabled, @DefaultValue("false") boolean searchAll) {}
