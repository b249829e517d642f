/**
 * User-interactive authentication: flows of stages that a client completes before an operation.
 *
 * <p>Specification: client-server API, "User-Interactive Authentication API". Doors: {@link
 * dev.ganglion.auth.interactive.InteractiveAuth} for operations, {@link
 * dev.ganglion.auth.interactive.Stage} for ways to authenticate. It knows no stage but the dummy
 * one.
 */
@NullMarked
package dev.ganglion.auth.interactive;

import org.jspecify.annotations.NullMarked;
