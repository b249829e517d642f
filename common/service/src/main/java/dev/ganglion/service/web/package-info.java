/**
 * How HTTP requests and responses are read and written: strict JSON whatever the content type,
 * identifiers in paths as value types, {@link dev.ganglion.protocol.json.JsonObject} as body or as
 * a field of a record.
 *
 * <p>Specification: client-server API, "API Standards". Doors: {@link
 * dev.ganglion.service.web.EmptyResponse}, {@link dev.ganglion.service.web.RawJson}, {@link
 * dev.ganglion.service.web.PageLimit}. Who calls is the {@code identity} package's; failures are
 * the {@code error} package's.
 */
@NullMarked
package dev.ganglion.service.web;

import org.jspecify.annotations.NullMarked;
