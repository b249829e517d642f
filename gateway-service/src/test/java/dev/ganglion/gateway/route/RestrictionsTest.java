package dev.ganglion.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.Standing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class RestrictionsTest {
    private static final List<Endpoint> ALL = EndpointTable.all();
    private final EndpointIndex index = new EndpointIndex(ALL);

    @Test
    void everyPathThatIsLeftToThemIsOneOfTheTable() {
        Set<String> patterns = ALL.stream().map(Endpoint::pattern).collect(Collectors.toSet());

        assertThat(patterns).containsAll(Restrictions.OF_THE_LOCKED);
        assertThat(patterns).containsAll(Restrictions.OF_THE_SUSPENDED);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_matrix/client/v3/sync",
        "GET, /_matrix/client/v3/rooms/!r:s/messages",
        "POST, /_matrix/client/v3/keys/upload",
        "POST, /_matrix/client/v3/keys/device_signing/upload",
        "PUT, /_matrix/client/v3/room_keys/keys",
        "PUT, /_matrix/client/v3/sendToDevice/m.key.verification.start/t",
        "POST, /_matrix/client/v3/rooms/!r:s/leave",
        "PUT, /_matrix/client/v3/rooms/!r:s/redact/$e/t",
        "POST, /_matrix/client/v3/logout",
        "DELETE, /_matrix/client/v3/devices/D",
        "POST, /_matrix/client/v3/account/deactivate",
    })
    void a10ASuspendedUserMayReadVerifyLeaveAndLogOut(String method, String path) {
        assertThatCode(() -> check(Standing.SUSPENDED, method, path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.room.message/t",
        "PUT, /_matrix/client/v3/rooms/!r:s/state/m.room.topic",
        "PUT, /_matrix/client/v3/rooms/!r:s/state/m.room.member/@a:s",
        "POST, /_matrix/client/v3/rooms/!r:s/join",
        "POST, /_matrix/client/v3/rooms/!r:s/invite",
        "POST, /_matrix/client/v3/join/!r:s",
        "POST, /_matrix/client/v3/knock/!r:s",
        "POST, /_matrix/client/v3/createRoom",
        "PUT, /_matrix/client/v3/profile/@a:s/displayname",
        "PUT, /_matrix/client/v3/rooms/!r:s/typing/@a:s",
        "PUT, /_matrix/client/v3/presence/@a:s/status",
        "POST, /_matrix/media/v3/upload",
        "POST, /_matrix/client/v3/user/@a:s/openid/request_token",
    })
    void a10ASuspendedUserDoesNothingThatOthersNotice(String method, String path) {
        assertThatThrownBy(() -> check(Standing.SUSPENDED, method, path))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(403);
                            assertThat(refusal.errorCode()).isEqualTo(ErrorCode.USER_SUSPENDED);
                        });
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void a10ALockedUserMayLogOutAndNothingElse(Endpoint endpoint) {
        boolean isLogout = endpoint.pattern().startsWith("/_matrix/client/v3/logout");
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
            if (isLogout) {
                assertThatCode(() -> Restrictions.check(Standing.LOCKED, endpoint, method))
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> Restrictions.check(Standing.LOCKED, endpoint, method))
                        .isInstanceOfSatisfying(
                                MatrixException.class,
                                refusal ->
                                        assertThat(refusal.body().toString())
                                                .contains("M_USER_LOCKED", "\"soft_logout\":true"));
            }
        }
    }

    @Test
    void whoIsInGoodStandingMayDoEverything() {
        assertThatCode(
                        () ->
                                ALL.forEach(
                                        endpoint ->
                                                Restrictions.check(
                                                        Standing.GOOD, endpoint, HttpMethod.PUT)))
                .doesNotThrowAnyException();
    }

    private void check(Standing standing, String method, String path) {
        Endpoint endpoint = index.find(RawPath.parse(path).orElseThrow()).orElseThrow().endpoint();
        Restrictions.check(standing, endpoint, HttpMethod.valueOf(method));
    }
}
