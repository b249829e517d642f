package dev.ganglion.auth.ldap;

import java.util.Optional;

/**
 * Somebody whose password the directory has found to be right.
 *
 * @param subject what the directory never gives to anybody else
 * @param localpart which may have been another's before
 */
record LdapPerson(String subject, String localpart, Optional<String> displayName) {}
