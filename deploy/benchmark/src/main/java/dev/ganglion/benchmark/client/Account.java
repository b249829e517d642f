package dev.ganglion.benchmark.client;

/** A logged-in user of the measured server. */
public record Account(String userId, String accessToken, String password) {}
