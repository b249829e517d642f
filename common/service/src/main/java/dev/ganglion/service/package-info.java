/**
 * What every service shares on top of Spring Boot: it comes to a service by auto-configuration, as
 * soon as the service depends on this module.
 *
 * <p>Each package is one concern with a door of its own. Nothing of a single service's business
 * belongs here, and nothing of the protocol, which knows no framework.
 */
@NullMarked
package dev.ganglion.service;

import org.jspecify.annotations.NullMarked;
