package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import reactor.core.Disposable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** How many devices a user may have. */
class DeviceLimitIT extends AuthServiceIT {
    private static final int LIMIT = 1_000;

    @Autowired private Bus bus;
    private Device oldest;
    private String user;

    @BeforeEach
    void asManyDevicesAsThereMayBe() {
        oldest = Device.known(auth.registered());
        user = oldest.user();
        sql(
                """
                insert into auth.device (user_id, device_id, created_at, last_seen_at)
                select '%s', 'D' || n, now() - interval '1 year', now() - interval '1 hour' * n
                from generate_series(1, %d) n
                """
                        .formatted(user, LIMIT - 1));
        isUnusedFor("2 years", oldest.id());
    }

    @Test
    void d10ALoginTooManyEndsTheDeviceThatWasUnusedForLongest() {
        List<JsonObject> announced = new CopyOnWriteArrayList<>();
        Disposable listening =
                bus.messages(Channel.SESSIONS).map(Json::parseObject).subscribe(announced::add);
        String before = listPosition();

        AuthDriver.Session latest = login();

        assertThat(devices()).isEqualTo(LIMIT);
        latest.get(V3 + "devices").isOk();
        auth.resolve(oldest.session().accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        assertThat(listPosition()).as("others are told").isNotEqualTo(before);
        await().untilAsserted(
                        () ->
                                assertThat(announced)
                                        .anySatisfy(
                                                message ->
                                                        assertThat(message.string("device_id"))
                                                                .contains(oldest.id())));
        listening.dispose();
    }

    @Test
    void d10WhoIsInUseStaysHoweverOld() {
        isUnusedFor("1 second", oldest.id());

        login();

        auth.resolve(oldest.session().accessToken()).isOk();
        assertThat(count("device where user_id = '%s' and device_id = 'D999'".formatted(user)))
                .isZero();
        assertThat(devices()).isEqualTo(LIMIT);
    }

    @Test
    void d10ManyLoginsAtOnceDoNotGetPastTheLimit() {
        sql("delete from auth.device where user_id = '%s' and device_id = 'D1'".formatted(user));

        List<Integer> statuses =
                IntStream.range(0, 20)
                        .parallel()
                        .mapToObj(_ -> auth.login(user, PASSWORD).status())
                        .toList();

        assertThat(statuses).containsOnly(200);
        assertThat(devices()).isEqualTo(LIMIT);
        assertThat(count("access_token where user_id = '%s'".formatted(user))).isEqualTo(20);
    }

    @Test
    void d10ALoginOnADeviceThatIsThereEndsNone() {
        auth.login(user, PASSWORD, ", \"device_id\": \"D5\"").isOk();

        auth.resolve(oldest.session().accessToken()).isOk();
        assertThat(devices()).isEqualTo(LIMIT);
    }

    @Test
    void d10ADehydratedDeviceDoesNotCountAndStays() {
        isUnusedFor("3 years", "D7");
        sql(
                "update auth.device set dehydrated_data = '{}' where user_id = '%s' and device_id = 'D7'"
                        .formatted(user));

        login();
        assertThat(devices()).isEqualTo(LIMIT + 1);
        auth.resolve(oldest.session().accessToken()).isOk();

        login();
        assertThat(devices()).isEqualTo(LIMIT + 1);
        assertThat(count("device where user_id = '%s' and device_id = 'D7'".formatted(user)))
                .isOne();
    }

    private AuthDriver.Session login() {
        return auth.as(auth.login(user, PASSWORD).isOk().string("access_token"));
    }

    private long devices() {
        return count("device where user_id = '" + user + "'");
    }

    private String listPosition() {
        return database.sql(
                        "select max(position)::text from auth.device_list_change where user_id = '%s'"
                                .formatted(user))
                .mapValue(String.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    /** What was seen of it so far is written down before. */
    private void isUnusedFor(String time, String device) {
        String ofDevice = " where user_id = '%s' and device_id = '%s'".formatted(user, device);
        if (device.equals(oldest.id())) {
            await().until(() -> count("device" + ofDevice + " and last_seen_at is not null") == 1);
        }
        sql("update auth.device set last_seen_at = now() - interval '" + time + "'" + ofDevice);
    }
}
