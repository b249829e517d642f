/**
 * End-to-end tests through the gateway: real processes, real stores, real clients.
 *
 * <p>{@link dev.ganglion.acceptance.Cluster} runs the services with any number of replicas, each a
 * process of its own; {@link dev.ganglion.acceptance.Person} is a user with a typed client, {@link
 * dev.ganglion.acceptance.JsConversation} two with matrix-js-sdk.
 */
@NullMarked
package dev.ganglion.acceptance;

import org.jspecify.annotations.NullMarked;
