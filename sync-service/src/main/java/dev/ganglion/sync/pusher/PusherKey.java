package dev.ganglion.sync.pusher;

/** What tells a user's pushers apart. */
public record PusherKey(String appId, String pushkey) {}
