/**
 * End-to-end tests through the gateway: real processes, real stores, real clients.
 *
 * <p>{@link dev.ganglion.acceptance.Cluster} runs the services with any number of replicas, each a
 * process of its own; {@link dev.ganglion.acceptance.Homeserver} is all of them in one. {@link
 * dev.ganglion.acceptance.Stage} gives tests what they share: clients whose responses are held
 * against the specification, and a server. {@link dev.ganglion.acceptance.JsConversation} is two
 * people with matrix-js-sdk.
 */
@NullMarked
package dev.ganglion.acceptance;

import org.jspecify.annotations.NullMarked;
