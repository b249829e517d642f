package dev.ganglion.auth.page;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The style sheet of all pages. */
@RestController
class StyleController {
    private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);

    private final byte[] style;

    StyleController(Templates templates) {
        this.style = templates.render("pages/style.css", Map.of()).getBytes(StandardCharsets.UTF_8);
    }

    @GetMapping("/_ganglion/style.css")
    ResponseEntity<byte[]> style() {
        return ResponseEntity.ok()
                .contentType(CSS)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .header("X-Content-Type-Options", "nosniff")
                .body(style);
    }
}
