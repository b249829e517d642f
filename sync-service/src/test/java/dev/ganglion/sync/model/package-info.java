/**
 * Random histories: users do what they like, clients follow by {@code /sync} or by sliding sync,
 * and in the end each client must know what asking directly tells.
 */
@NullMarked
package dev.ganglion.sync.model;

import org.jspecify.annotations.NullMarked;
