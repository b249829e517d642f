/** Tests of how statements are put to the database. */
@NullMarked
package dev.ganglion.service.database;

import org.jspecify.annotations.NullMarked;
