/**
 * PostgreSQL: one schema and one role for each service, migrated by Flyway from {@code
 * db/migration/<schema>} before anything else runs, and read and written over R2DBC.
 *
 * <p>Doors: Spring's {@code DatabaseClient}, and {@link
 * dev.ganglion.service.database.DatabaseBootstrap}, which makes the database and its roles. SQL of
 * a service belongs to that service, beside the code that runs it.
 */
@NullMarked
package dev.ganglion.service.database;

import org.jspecify.annotations.NullMarked;
