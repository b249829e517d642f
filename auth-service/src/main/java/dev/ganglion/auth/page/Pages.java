package dev.ganglion.auth.page;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Makes answers of pages, with all the headers that keep a browser from harm. */
@Component
public class Pages {
    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

    private final Templates templates;
    private final PublicUrl publicUrl;
    private final Forms forms;

    Pages(Templates templates, PublicUrl publicUrl, Forms forms) {
        this.templates = templates;
        this.publicUrl = publicUrl;
        this.forms = forms;
    }

    /** The page as it goes to the browser, which keeps no copy of it. */
    public ResponseEntity<byte[]> show(Page page) {
        String html =
                templates.render(
                        "pages/" + page.template() + ".html", page.variables(publicUrl.prefix()));
        return ResponseEntity.status(page.status())
                .contentType(HTML)
                .headers(headers -> protect(headers, page))
                .body(html.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the browser on to another page, which does not hear where it came from. */
    public ResponseEntity<byte[]> seeOther(URI target, ResponseCookie... cookies) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(target)
                .headers(
                        headers -> {
                            protect(headers);
                            for (ResponseCookie cookie : cookies) {
                                headers.add(HttpHeaders.SET_COOKIE, cookie.toString());
                            }
                        })
                .build();
    }

    private void protect(HttpHeaders headers, Page page) {
        protect(headers);
        headers.set("Content-Security-Policy", page.policy().header());
        headers.set("X-Frame-Options", "DENY");
        page.form()
                .map(forms::cookie)
                .ifPresent(cookie -> headers.add(HttpHeaders.SET_COOKIE, cookie.toString()));
    }

    /** What redirects need as well. */
    private void protect(HttpHeaders headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        if (publicUrl.isHttps()) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
