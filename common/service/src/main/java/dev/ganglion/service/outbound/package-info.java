/**
 * HTTP with servers outside of the suite, which are slow, wrong or hostile. Door: {@link
 * dev.ganglion.service.outbound.OutboundHttp}. Whom to ask, operators say; whom users name must not
 * be in the operator's own network.
 */
@NullMarked
package dev.ganglion.service.outbound;

import org.jspecify.annotations.NullMarked;
