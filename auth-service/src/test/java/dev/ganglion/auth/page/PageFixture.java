package dev.ganglion.auth.page;

import java.util.Optional;

/** What other packages' tests need of this one. */
public final class PageFixture {
    private PageFixture() {}

    public static Templates templates() {
        return new Templates(new PageProperties(Optional.empty(), null));
    }

    public static PublicUrl publicUrl(String url) {
        return new PublicUrl(new PageProperties(Optional.of(url), null));
    }
}
