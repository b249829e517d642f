/**
 * HTTP with servers outside of the suite, which are slow, wrong or hostile. Door: {@link
 * dev.ganglion.service.outbound.OutboundHttp}. Whom to ask, operators say, never users alone.
 */
@NullMarked
package dev.ganglion.service.outbound;

import org.jspecify.annotations.NullMarked;
