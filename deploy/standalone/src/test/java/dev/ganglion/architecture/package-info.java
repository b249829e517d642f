/** The rules that hold the house together, and a seeded violation of each. */
@NullMarked
package dev.ganglion.architecture;

import org.jspecify.annotations.NullMarked;
