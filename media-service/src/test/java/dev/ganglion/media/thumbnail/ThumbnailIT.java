package dev.ganglion.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.media.MediaClient;
import dev.ganglion.media.MediaTest;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

@MediaTest
class ThumbnailIT {
    @Autowired WebTestClient web;
    @Autowired TestTokens tokens;
    private MediaClient alice;

    @BeforeEach
    void users() {
        alice = MediaClient.alice(web, tokens);
    }

    @ParameterizedTest
    @CsvSource({
        "640, 480, scale, 640, 320",
        "300, 200, scale, 320, 160",
        "33, 32, scale, 96, 48",
        "32, 32, crop, 32, 32",
        "100, 60, crop, 160, 96",
    })
    void aPictureIsMadeAsSmallAsOneOfTheFixedSizes(
            int width, int height, String method, int madeWidth, int madeHeight) {
        MxcUri media = alice.uploads(Pictures.twoHalves(2000, 1000, "png"), "image/png");

        BufferedImage made =
                picture(media, "width=" + width + "&height=" + height + "&method=" + method);

        assertThat(made.getWidth()).isEqualTo(madeWidth);
        assertThat(made.getHeight()).isEqualTo(madeHeight);
        assertThat(Pictures.isRed(made, 2, madeHeight / 2)).isTrue();
        assertThat(Pictures.isRed(made, madeWidth - 3, madeHeight / 2)).isFalse();
    }

    @Test
    void aThumbnailHasSafeHeadersAndAName() {
        MxcUri media = alice.uploads(Pictures.twoHalves(300, 300, "jpeg"), "image/jpeg", "me.jpg");

        alice.thumbnail(media, "width=96&height=96&method=crop&animated=false&timeout_ms=10")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "image/jpeg")
                .expectHeader()
                .valueEquals("Content-Disposition", "inline; filename=\"thumbnail.jpeg\"")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff");
    }

    @Test
    void aThumbnailIsMadeOnceAndKept() {
        MxcUri media = alice.uploads(Pictures.twoHalves(300, 300, "png"), "image/png");

        var first = bytes(media, "width=96&height=96&method=crop");

        assertThat(bytes(media, "width=90&height=90&method=crop")).isEqualTo(first);
    }

    @Test
    void aPictureIsNeverMadeLarger() {
        byte[] small = Pictures.twoHalves(40, 20, "png");
        MxcUri media = alice.uploads(small, "image/png");

        assertThat(bytes(media, "width=640&height=480")).isEqualTo(small);
        assertThat(bytes(media, "width=9000&height=9000")).isEqualTo(small);
        BufferedImage cropped = picture(media, "width=32&height=32&method=crop");
        assertThat(cropped.getWidth()).isEqualTo(32);
        assertThat(cropped.getHeight()).isEqualTo(20);
    }

    @Test
    void whatCouldMoveStandsStillUnlessAsked() {
        byte[] gif = Pictures.twoHalves(40, 20, "gif");
        MxcUri media = alice.uploads(gif, "image/gif");

        assertThat(bytes(media, "width=96&height=96&animated=true")).isEqualTo(gif);
        assertThat(bytes(media, "width=96&height=96&animated=false")).isNotEqualTo(gif);
        MxcUri webp = alice.uploads(Pictures.webp(), "image/webp");
        assertThat(picture(webp, "width=96&height=96").getWidth()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 48", "3, 94, 48", "6, 48, 1", "8, 48, 94"})
    void m03_exifTurnsThePicture(int orientation, int redX, int redY) {
        MxcUri media = alice.uploads(Pictures.turnedJpeg(400, 400, orientation), "image/jpeg");

        BufferedImage made = picture(media, "width=96&height=96&method=crop");

        assertThat(Pictures.isRed(made, redX, redY)).isTrue();
        assertThat(Pictures.isRed(made, 95 - redX, 95 - redY)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"50000, 50000", "2147483647, 2147483647", "32000001, 1"})
    void m03_tooManyPixelsAreRefusedBeforeTheyAreDecoded(int width, int height) {
        MxcUri media = alice.uploads(Pictures.pngThatClaims(width, height), "image/png");

        alice.thumbnail(media, "width=96&height=96")
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_TOO_LARGE");
    }

    @Test
    void m03_brokenPicturesAreTheContentsFault() {
        byte[] png = Pictures.twoHalves(300, 300, "png");
        byte[] jpeg = Pictures.twoHalves(300, 300, "jpeg");
        refused(alice.uploads(Arrays.copyOf(png, 60), "image/png"));
        refused(alice.uploads(Arrays.copyOf(jpeg, 30), "image/jpeg"));
        refused(alice.uploads(Pictures.pngThatClaims(0, 10), "image/png"));
        refused(alice.uploads("GIF89a".getBytes(StandardCharsets.US_ASCII), "image/gif"));
        refused(alice.uploads(Arrays.copyOf(Pictures.webp(), 20), "image/webp"));
        refused(alice.uploads(new byte[0], "image/webp"));
    }

    @Test
    void m03_bytesAndDeclaredTypeMustAgree() {
        byte[] png = Pictures.twoHalves(300, 300, "png");
        refused(alice.uploads(png, "image/jpeg"));
        refused(alice.uploads(png, "application/octet-stream"));
        refused(alice.uploads("<svg/>".getBytes(StandardCharsets.US_ASCII), "image/png"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/svg+xml",
                "application/postscript",
                "image/vnd.adobe.photoshop",
                "image/tiff",
                "image/wmf",
                "image/heic",
                "image/bmp"
            })
    void m04_otherFormatsNeverReachADecoder(String type) {
        refused(alice.uploads(Pictures.twoHalves(300, 300, "bmp"), type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "width=0&height=32",
                "width=-1&height=32",
                "width=32",
                "width=a&height=32",
                "width=99999999999&height=32",
                "width=32&height=32&method=stretch",
                "width=32&height=32&animated=perhaps"
            })
    void nonsenseIsRefused(String query) {
        MxcUri media = alice.uploads(Pictures.twoHalves(300, 300, "png"), "image/png");

        alice.thumbnail(media, query).expectStatus().isBadRequest();
    }

    private void refused(MxcUri media) {
        alice.thumbnail(media, "width=96&height=96")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_UNKNOWN");
    }

    private BufferedImage picture(MxcUri media, String query) {
        return Pictures.read(bytes(media, query));
    }

    private byte[] bytes(MxcUri media, String query) {
        EntityExchangeResult<byte[]> result =
                alice.thumbnail(media, query)
                        .expectStatus()
                        .isOk()
                        .expectBody(byte[].class)
                        .returnResult();
        return Objects.requireNonNull(result.getResponseBody());
    }
}
