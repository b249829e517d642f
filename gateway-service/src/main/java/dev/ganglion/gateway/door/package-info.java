/**
 * What happens to a request, in order: its path is looked up, its token exchanged, its limits
 * charged, and it is forwarded.
 *
 * <p>Specification: client-server API, "API Standards". The way in is {@link
 * dev.ganglion.gateway.door.PublicDoor}; from there it runs through Spring Cloud Gateway's filter
 * chain of {@code Admission} and {@code Passing}.
 */
@NullMarked
package dev.ganglion.gateway.door;

import org.jspecify.annotations.NullMarked;
