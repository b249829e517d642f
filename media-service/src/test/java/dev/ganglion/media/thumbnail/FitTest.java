package dev.ganglion.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FitTest {
    @Property
    void aFitIsNeverLargerThanThePictureNorThanTheSize(
            @ForAll @IntRange(min = 1, max = 100_000) int width,
            @ForAll @IntRange(min = 1, max = 100_000) int height,
            @ForAll @IntRange(min = 1, max = 2_000) int wantedWidth,
            @ForAll @IntRange(min = 1, max = 2_000) int wantedHeight,
            @ForAll Method method) {
        var size = ThumbnailSize.covering(wantedWidth, wantedHeight, method);

        Fit fit = Fit.of(width, height, size);

        assertThat(fit.scaledWidth()).isBetween(1, width);
        assertThat(fit.scaledHeight()).isBetween(1, height);
        assertThat(fit.width()).isBetween(1, Math.min(fit.scaledWidth(), size.width()));
        assertThat(fit.height()).isBetween(1, Math.min(fit.scaledHeight(), size.height()));
        assertThat(fit.subsampling(width, height)).isPositive();
    }

    @Property
    void aCutFillsTheSizeWhereThePictureIsLargeEnough(
            @ForAll @IntRange(min = 800, max = 100_000) int width,
            @ForAll @IntRange(min = 800, max = 100_000) int height,
            @ForAll @IntRange(min = 1, max = 800) int wantedWidth,
            @ForAll @IntRange(min = 1, max = 800) int wantedHeight) {
        var size = ThumbnailSize.covering(wantedWidth, wantedHeight, Method.CROP);

        Fit fit = Fit.of(width, height, size);

        assertThat(fit.width()).isEqualTo(size.width()).isGreaterThanOrEqualTo(wantedWidth);
        assertThat(fit.height()).isEqualTo(size.height()).isGreaterThanOrEqualTo(wantedHeight);
    }
}
