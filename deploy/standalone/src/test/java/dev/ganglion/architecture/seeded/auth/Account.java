package dev.ganglion.architecture.seeded.auth;

/** What another service must not know. */
public class Account {}
