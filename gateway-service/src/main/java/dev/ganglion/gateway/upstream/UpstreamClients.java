package dev.ganglion.gateway.upstream;

import reactor.netty.http.client.HttpClient;

/**
 * The HTTP clients of the gateway's requests to services. They repeat nothing by themselves: only
 * the forwarder knows what may be repeated.
 *
 * @param ample has connections for all that is not a message, long polls included
 * @param inTurn sends so many messages at once and lets the others wait: they come in thousands and
 *     hold much memory in room-service while they are answered
 * @param probing asks replicas whether they are ready, whatever the others are doing
 */
record UpstreamClients(HttpClient ample, HttpClient inTurn, HttpClient probing) {}
