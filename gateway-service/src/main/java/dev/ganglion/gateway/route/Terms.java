package dev.ganglion.gateway.route;

import dev.ganglion.gateway.limit.LimitClass;

/** Who may use an endpoint, and which limit a use is charged to. */
public record Terms(Caller caller, LimitClass limit) {}
