/**
 * Application services (bridges, bots): which there are, and what is theirs.
 *
 * <p>Application service API, "Registration". They are read once, at the start, by the services
 * that import {@link dev.ganglion.service.appservice.ApplicationServicesConfiguration}; the door is
 * {@link dev.ganglion.service.appservice.ApplicationServices}. Who acts as whom belongs to
 * auth-service.
 */
@NullMarked
package dev.ganglion.service.appservice;

import org.jspecify.annotations.NullMarked;
