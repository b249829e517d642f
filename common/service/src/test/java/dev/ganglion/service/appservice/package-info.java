/** Tests of registrations and of what they keep for whom. */
@NullMarked
package dev.ganglion.service.appservice;

import org.jspecify.annotations.NullMarked;
