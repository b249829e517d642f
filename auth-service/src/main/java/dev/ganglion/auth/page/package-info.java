/**
 * The pages that people see in a browser, and what they are made of. The only place that writes
 * HTML.
 *
 * <p>A page is a template under {@code templates/pages}, which escapes all that is put into it. A
 * controller is annotated with {@link dev.ganglion.auth.page.PageEndpoints} and answers with {@link
 * dev.ganglion.auth.page.Pages}; forms are made and read by {@link dev.ganglion.auth.page.Forms}.
 * {@link dev.ganglion.auth.page.PublicUrl} knows where this server is to be found. What a page says
 * or does belongs to the capability that shows it.
 */
@NullMarked
package dev.ganglion.auth.page;

import org.jspecify.annotations.NullMarked;
