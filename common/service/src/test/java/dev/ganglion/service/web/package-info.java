/** Tests of reading and writing JSON. */
@NullMarked
package dev.ganglion.service.web;

import org.jspecify.annotations.NullMarked;
