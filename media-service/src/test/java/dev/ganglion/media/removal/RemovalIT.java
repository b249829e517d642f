package dev.ganglion.media.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.media.MediaClient;
import dev.ganglion.media.MediaTest;
import dev.ganglion.media.thumbnail.Pictures;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

@MediaTest
class RemovalIT {
    private static final Path CONTENT = Path.of("target/test-media/content");

    @Autowired WebTestClient web;
    @Autowired TestTokens tokens;
    @Autowired DatabaseClient database;
    private MediaClient alice;
    private MediaClient bob;
    private MxcUri picture;

    @BeforeEach
    void aPictureWithAThumbnail() {
        alice = MediaClient.alice(web, tokens);
        bob = MediaClient.bob(web, tokens);
        picture = alice.uploads(Pictures.twoHalves(300, 300, "png"), "image/png");
        alice.thumbnail(picture, "width=96&height=96&method=crop").expectStatus().isOk();
    }

    @Test
    void whatIsRemovedIsGoneWithItsThumbnailsAndFiles() {
        List<Path> files = files();
        assertThat(files).hasSize(2).allMatch(Files::exists);

        removes("room", alice.user()).expectStatus().isOk();

        assertThat(files).noneMatch(Files::exists);
        assertThat(files()).isEmpty();
        alice.downloads(picture).expectStatus().isNotFound();
        alice.thumbnail(picture, "width=96&height=96&method=crop").expectStatus().isNotFound();
        removes("room", alice.user()).expectStatus().isOk();
    }

    @Test
    void whatAnotherUserHasUploadedStays() {
        removes("room", bob.user()).expectStatus().isOk();

        bob.downloads(picture).expectStatus().isOk();
    }

    @Test
    void anIdThatStillWaitsForItsContentIsForgotten() {
        database.sql(
                        """
                        insert into media.media (media_id, uploader, created_at, expires_at)
                        values ('waiting', :uploader, now(), now() + interval '1 day')
                        """)
                .bind("uploader", alice.user().value())
                .then()
                .block();
        picture = MxcUri.parse("mxc://test.local/waiting");

        removes("room", alice.user()).expectStatus().isOk();

        alice.puts(picture, "late").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "auth", "sync", "moderation"})
    void a14_onlyRoomServiceRemoves(String service) {
        removes(service, alice.user()).expectStatus().isForbidden();

        alice.downloads(picture).expectStatus().isOk();
    }

    private ResponseSpec removes(String service, UserId uploader) {
        return web.delete()
                .uri(
                        "/internal/media/{mediaId}?uploader={uploader}",
                        picture.mediaId(),
                        uploader.value())
                .headers(tokens.forService(service))
                .exchange();
    }

    private List<Path> files() {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select storage_key from media.media where media_id = :id
                                union all
                                select storage_key from media.thumbnail where media_id = :id
                                """)
                        .bind("id", picture.mediaId())
                        .map(row -> Objects.requireNonNull(row.get("storage_key", String.class)))
                        .all()
                        .map(key -> CONTENT.resolve(key.substring(0, 2)).resolve(key))
                        .collectList()
                        .block());
    }
}
