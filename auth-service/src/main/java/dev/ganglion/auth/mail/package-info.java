/**
 * Sending mail over SMTP.
 *
 * <p>Door: {@link dev.ganglion.auth.mail.Mailer}. A mail is three templates under {@code
 * templates/mail}: subject, text and HTML. What is written to whom, and how often, belongs to the
 * capability that writes.
 */
@NullMarked
package dev.ganglion.auth.mail;

import org.jspecify.annotations.NullMarked;
