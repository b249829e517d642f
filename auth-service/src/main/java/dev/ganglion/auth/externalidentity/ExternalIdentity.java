package dev.ganglion.auth.externalidentity;

/**
 * Somebody, as others know them.
 *
 * @param provider by whom: the ID of a single sign-on provider, or {@code ldap}
 * @param subject what the provider calls them, and never calls anybody else
 */
public record ExternalIdentity(String provider, String subject) {}
