/**
 * Who somebody is at a single sign-on provider or in a directory, and which account here is theirs.
 *
 * <p>Doors: {@link dev.ganglion.auth.externalidentity.ExternalIdentities} to look up, {@link
 * dev.ganglion.auth.externalidentity.ExternalAccounts} to make and link accounts. How somebody
 * proves who they are elsewhere belongs to {@code sso} and {@code ldap}.
 */
@NullMarked
package dev.ganglion.auth.externalidentity;

import org.jspecify.annotations.NullMarked;
