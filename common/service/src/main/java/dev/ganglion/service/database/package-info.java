/**
 * PostgreSQL: one schema and one role for each service, migrated by Flyway from {@code
 * db/migration/<schema>} before anything else runs, and read and written over R2DBC.
 *
 * <p>Doors: Spring's {@code DatabaseClient} and {@code TransactionalOperator}, whose transactions
 * nobody cuts off ({@link dev.ganglion.service.database.Uninterrupted}), {@link
 * dev.ganglion.service.database.DatabaseBootstrap}, which makes the database and its roles, {@link
 * dev.ganglion.service.database.Rows} for reading columns, {@link
 * dev.ganglion.service.database.SqlStates} for telling failures apart, and {@link
 * dev.ganglion.service.database.StatementTimeout}. SQL of a service belongs to that service, beside
 * the code that runs it.
 */
@NullMarked
package dev.ganglion.service.database;

import org.jspecify.annotations.NullMarked;
