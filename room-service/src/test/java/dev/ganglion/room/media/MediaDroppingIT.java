package dev.ganglion.room.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.AdminCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.service.background.Repetition;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A media-service stands by that only listens. */
class MediaDroppingIT extends RoomOfAlice {
    private final List<String> dropped = new ArrayList<>();
    private boolean isAway;
    private String broken = "nothing";

    @Autowired private PurgedMediaRepository repository;
    @Autowired private DatabaseClient database;

    @Autowired
    @Qualifier("droppingMedia")
    private Repetition background;

    private AdminCaller admin;
    private MediaDropping dropping;

    @BeforeEach
    void aMediaServiceOfOnesOwn() {
        background.stop();
        admin = new AdminCaller(web, tokens);
        WebClient client =
                WebClient.builder()
                        .baseUrl("http://media")
                        .exchangeFunction(
                                request -> {
                                    if (isAway || request.url().getPath().contains(broken)) {
                                        return Mono.error(MatrixException.unavailable("away"));
                                    }
                                    dropped.add(request.method() + " " + request.url());
                                    return Mono.just(ClientResponse.create(HttpStatus.OK).build());
                                })
                        .build();
        dropping = new MediaDropping(repository, new MediaService(client));
        database.sql("delete from rooms.purged_media").then().block();
    }

    @AfterEach
    void theBackgroundIsAtWorkAgain() {
        background.start();
    }

    @Test
    void theMediaOfPurgedEventsIsDroppedOnceNothingMentionsIt() {
        String forwarded = "fwd-" + word;
        String other = alice.createsRoom("{}");
        picture(room, "pic-" + word);
        picture(room, forwarded);
        picture(other, forwarded);
        purge(room);

        dropping.round().block();
        assertThat(dropped)
                .containsExactly(
                        "DELETE http://media/internal/media/pic-%s?uploader=%%40alice%%3Atest.local"
                                .formatted(word));
        assertThat(noted()).containsExactly("test.local/" + forwarded);

        dropped.clear();
        purge(other);
        dropping.round().block();
        assertThat(dropped).singleElement().asString().contains(forwarded);
        assertThat(noted()).isEmpty();
    }

    @Test
    void theFaceOfSomebodyStays() {
        String face = "face-" + word;
        alice.put(
                "/profile/{user}/avatar_url",
                "{\"avatar_url\":\"mxc://test.local/%s\"}".formatted(face),
                alice.id());
        picture(room, face);
        purge(room);

        dropping.round().block();

        assertThat(dropped).isEmpty();
    }

    @Test
    void whileMediaServiceIsAwayNothingIsForgotten() {
        picture(room, "pic-" + word);
        purge(room);
        isAway = true;

        assertThatThrownBy(() -> dropping.round().block()).isInstanceOf(MatrixException.class);
        assertThat(noted()).hasSize(1);

        isAway = false;
        dropping.round().block();
        assertThat(dropped).hasSize(1);
        assertThat(noted()).isEmpty();
    }

    @Test
    void aFileThatCannotBeDroppedDoesNotKeepOthers() {
        broken = "broken-" + word;
        picture(room, broken);
        picture(room, "pic-" + word);
        purge(room);
        database.sql(
                        "update rooms.purged_media set noted_at = now() - interval '1 hour' where media = :media")
                .bind("media", "test.local/" + broken)
                .then()
                .block();

        assertThatThrownBy(() -> dropping.round().block()).isInstanceOf(MatrixException.class);
        assertThat(dropped).isEmpty();
        assertThatThrownBy(() -> dropping.round().block()).isInstanceOf(MatrixException.class);

        assertThat(dropped).singleElement().asString().contains("pic-" + word);
        assertThat(noted()).containsExactly("test.local/" + broken);
    }

    @Test
    void whatAnEventThatWaitsForItsTimeMentionsStaysUntilThatIsCancelled() {
        String later = "later-" + word;
        picture(room, later);
        String delay =
                alice.put(
                                "/rooms/{room}/send/m.room.message/later?org.matrix.msc4140.delay=3600000",
                                content(later),
                                alice.createsRoom("{}"))
                        .string("delay_id")
                        .orElseThrow();
        purge(room);

        dropping.round().block();
        dropping.round().block();
        assertThat(dropped).isEmpty();
        assertThat(noted()).containsExactly("test.local/" + later);

        database.sql(
                        "update rooms.delayed_event set finalised_at = now(), outcome = 'cancel' where delay_id = :delay")
                .bind("delay", delay)
                .then()
                .block();
        dropping.round().block();
        assertThat(dropped).singleElement().asString().contains(later);
    }

    private static String content(String mediaId) {
        return "{\"msgtype\":\"m.image\",\"body\":\"x\",\"url\":\"mxc://test.local/%s\"}"
                .formatted(mediaId);
    }

    private void picture(String where, String mediaId) {
        alice.put(
                "/rooms/{room}/send/m.room.message/{txn}",
                content(mediaId),
                where,
                "pic-" + mediaId);
    }

    private void purge(String where) {
        String point = alice.sends(where, "point", "point-" + where);
        String purge =
                admin.ok(
                                HttpMethod.POST,
                                "{\"delete_local_events\":true}",
                                "/v1/purge_history/{room}/{event}",
                                where,
                                point)
                        .string("purge_id")
                        .orElseThrow();
        admin.awaitStatus("complete", "/v1/purge_history_status/{purge}", purge);
    }

    private List<String> noted() {
        return Objects.requireNonNull(
                database.sql("select media from rooms.purged_media")
                        .map(row -> Objects.requireNonNull(row.get("media", String.class)))
                        .all()
                        .collectList()
                        .block());
    }
}
