@NullMarked
package dev.ganglion.service.client;

import org.jspecify.annotations.NullMarked;
