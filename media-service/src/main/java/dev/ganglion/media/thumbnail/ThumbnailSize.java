package dev.ganglion.media.thumbnail;

import dev.ganglion.protocol.error.MatrixException;

import java.util.List;
import java.util.Optional;

/**
 * One of the sizes that are made. There are few, so that nobody can fill the disk by asking for a
 * picture in every size; each is as large as what was asked for, or larger.
 */
record ThumbnailSize(int width, int height, Method method) {
    private static final List<ThumbnailSize> SCALED =
            List.of(
                    new ThumbnailSize(32, 32, Method.SCALE),
                    new ThumbnailSize(96, 96, Method.SCALE),
                    new ThumbnailSize(320, 240, Method.SCALE),
                    new ThumbnailSize(640, 480, Method.SCALE),
                    new ThumbnailSize(800, 600, Method.SCALE),
                    new ThumbnailSize(1600, 1200, Method.SCALE));

    /** The sides of cropped thumbnails, in any pair: the requested aspect ratio matters there. */
    private static final List<Integer> CROPPED_SIDES = List.of(32, 96, 160, 320, 640, 800);

    /** For whoever wants more than any thumbnail has: the whole picture. */
    private static final ThumbnailSize WHOLE =
            new ThumbnailSize(Integer.MAX_VALUE, Integer.MAX_VALUE, Method.SCALE);

    /** The smallest size that covers what was asked for. */
    static ThumbnailSize covering(int width, int height, Method method) {
        if (width < 1 || height < 1) {
            throw MatrixException.invalidParam("Width and height are positive");
        }
        Optional<ThumbnailSize> size =
                switch (method) {
                    case SCALE -> SCALED.stream().filter(s -> s.covers(width, height)).findFirst();
                    case CROP -> side(width).flatMap(w -> side(height).map(h -> cropped(w, h)));
                };
        return size.orElse(WHOLE);
    }

    private static ThumbnailSize cropped(int width, int height) {
        return new ThumbnailSize(width, height, Method.CROP);
    }

    private static Optional<Integer> side(int wanted) {
        return CROPPED_SIDES.stream().filter(side -> side >= wanted).findFirst();
    }

    private boolean covers(int wantedWidth, int wantedHeight) {
        return width >= wantedWidth && height >= wantedHeight;
    }
}
