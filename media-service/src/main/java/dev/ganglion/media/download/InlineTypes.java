package dev.ganglion.media.download;

import dev.ganglion.media.catalog.ContentType;

import java.util.Set;

/** Client-server API, "Serving inline content": the types that a browser may show in place. */
final class InlineTypes {
    private static final Set<String> ALLOWED =
            Set.of(
                    "text/css",
                    "text/plain",
                    "text/csv",
                    "application/json",
                    "application/ld+json",
                    "image/jpeg",
                    "image/gif",
                    "image/png",
                    "image/apng",
                    "image/webp",
                    "image/avif",
                    "video/mp4",
                    "video/webm",
                    "video/ogg",
                    "video/quicktime",
                    "audio/mp4",
                    "audio/webm",
                    "audio/aac",
                    "audio/mpeg",
                    "audio/ogg",
                    "audio/wave",
                    "audio/wav",
                    "audio/x-wav",
                    "audio/x-pn-wav",
                    "audio/flac",
                    "audio/x-flac");

    private InlineTypes() {}

    static boolean allow(ContentType type) {
        return ALLOWED.contains(type.essence());
    }
}
