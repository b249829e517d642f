package dev.ganglion.gateway.upstream;

import reactor.netty.http.client.HttpClient;

/**
 * The HTTP clients of the gateway's requests to services. They repeat nothing by themselves: only
 * the forwarder knows what may be repeated.
 *
 * @param ample has a connection for everyone, for as long as client and service like
 * @param inTurn sends so many at once and lets the others wait
 * @param probing asks replicas whether they are ready, whatever the others are doing
 */
record UpstreamClients(HttpClient ample, HttpClient inTurn, HttpClient probing) {}
