/**
 * The fence around the administrators' API: whatever is below it is for administrators alone, even
 * what does not exist. No public door.
 */
@NullMarked
package dev.ganglion.auth.admin;

import org.jspecify.annotations.NullMarked;
