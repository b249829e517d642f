/**
 * Stories of signing in, keys and devices, against one running server; those of web pages in a real
 * browser.
 */
@NullMarked
package dev.ganglion.acceptance.accounts;

import org.jspecify.annotations.NullMarked;
