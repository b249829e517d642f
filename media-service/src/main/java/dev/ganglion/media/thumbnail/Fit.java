package dev.ganglion.media.thumbnail;

/**
 * How a picture gets into a size: first scaled, never up, then cut in the middle.
 *
 * @param scaledWidth the width of the whole picture, scaled
 * @param scaledHeight its height
 * @param width the width that is left after the cut
 * @param height the height that is left
 */
record Fit(int scaledWidth, int scaledHeight, int width, int height) {

    static Fit of(int width, int height, ThumbnailSize size) {
        return switch (size.method()) {
            case SCALE -> scaled(width, height, size);
            case CROP -> cropped(width, height, size);
        };
    }

    private static Fit scaled(int width, int height, ThumbnailSize size) {
        double factor =
                Math.min(
                        1,
                        Math.min((double) size.width() / width, (double) size.height() / height));
        int scaledWidth = atLeastOne(width * factor);
        int scaledHeight = atLeastOne(height * factor);
        return new Fit(scaledWidth, scaledHeight, scaledWidth, scaledHeight);
    }

    private static Fit cropped(int width, int height, ThumbnailSize size) {
        int targetWidth = Math.min(width, size.width());
        int targetHeight = Math.min(height, size.height());
        double factor = Math.max((double) targetWidth / width, (double) targetHeight / height);
        int scaledWidth = Math.max(targetWidth, atLeastOne(width * factor));
        int scaledHeight = Math.max(targetHeight, atLeastOne(height * factor));
        return new Fit(scaledWidth, scaledHeight, targetWidth, targetHeight);
    }

    /** Every how-manieth pixel is enough to decode: twice as many as are needed. */
    int subsampling(int originalWidth, int originalHeight) {
        return Math.max(
                1, Math.min(originalWidth / scaledWidth, originalHeight / scaledHeight) / 2);
    }

    int cutLeft() {
        return (scaledWidth - width) / 2;
    }

    int cutTop() {
        return (scaledHeight - height) / 2;
    }

    private static int atLeastOne(double length) {
        return Math.max(1, (int) Math.round(length));
    }
}
