package dev.ganglion.auth.ldap;

import java.util.Optional;

/** Somebody whose password the directory has found to be right. */
record LdapPerson(String localpart, Optional<String> displayName) {}
