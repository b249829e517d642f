package dev.ganglion.auth.email;

import dev.ganglion.auth.mail.EmailAddress;

import java.time.Instant;

/** An address that somebody has proved to have. */
public record ProvenAddress(EmailAddress address, Instant validatedAt) {}
