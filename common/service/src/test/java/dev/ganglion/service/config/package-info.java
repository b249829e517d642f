/** Tests of how wrong settings are refused. */
@NullMarked
package dev.ganglion.service.config;

import org.jspecify.annotations.NullMarked;
