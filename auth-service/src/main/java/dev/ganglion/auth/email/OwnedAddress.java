package dev.ganglion.auth.email;

import dev.ganglion.auth.mail.EmailAddress;

import java.time.Instant;

/** An address of an account. */
public record OwnedAddress(EmailAddress address, Instant validatedAt, Instant addedAt) {}
