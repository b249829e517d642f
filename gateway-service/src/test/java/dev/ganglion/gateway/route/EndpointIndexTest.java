package dev.ganglion.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class EndpointIndexTest {
    private final EndpointIndex index = new EndpointIndex(EndpointTable.all());

    @ParameterizedTest
    @CsvSource({
        "/_matrix/client/versions, GATEWAY, PUBLIC",
        "/.well-known/matrix/client, GATEWAY, PUBLIC",
        "/_matrix/client/v3/login, AUTH, PUBLIC",
        "/_matrix/client/v3/account/password, AUTH, OPTIONAL",
        "/_matrix/client/v3/keys/upload, AUTH, USER",
        "/_matrix/client/v3/rooms/!r:s/send/m.room.message/t1, ROOM, USER",
        "/_matrix/client/v3/rooms/!r:s/state/m.room.name, ROOM, USER",
        "/_matrix/client/v3/rooms/!r:s/state/m.room.name/, ROOM, USER",
        "/_matrix/client/v3/join/%23a%2Fb:s, ROOM, USER",
        "/_matrix/client/v3/directory/room/%23a:s, ROOM, OPTIONAL",
        "/_matrix/client/v3/profile/@a:s/displayname, ROOM, OPTIONAL",
        "/_matrix/client/v1/rooms/!r:s/hierarchy, ROOM, USER",
        "/_matrix/client/v1/room_summary/%23a:s, ROOM, OPTIONAL",
        "/_matrix/client/unstable/im.nheko.summary/summary/!r:s, ROOM, OPTIONAL",
        "/_matrix/client/unstable/im.nheko.summary/rooms/!r:s/summary, ROOM, OPTIONAL",
        "/_matrix/client/v3/rooms/!r:s/typing/@a:s, SYNC, USER",
        "/_matrix/client/v3/rooms/!r:s/read_markers, SYNC, USER",
        "/_matrix/client/v3/user/@a:s/rooms/!r:s/tags/m.favourite, SYNC, USER",
        "/_matrix/client/v3/pushrules/, SYNC, USER",
        "/_matrix/client/v3/sync, SYNC, USER",
        "/_matrix/client/v1/media/download/s/m, MEDIA, USER",
        "/_matrix/media/v3/upload, MEDIA, USER",
        "/_matrix/client/v3/rooms/!r:s/report/$e, MODERATION, USER",
        "/_synapse/admin/v1/register, AUTH, PUBLIC",
        "/_synapse/admin/v2/users/@a:s, AUTH, SERVER_ADMIN",
        "/_synapse/admin/v1/rooms/!r:s, ROOM, SERVER_ADMIN",
        "/_ganglion/admin/v1/moderation/policies, MODERATION, SERVER_ADMIN",
    })
    void everyPathHasItsOwner(String path, Service service, Caller caller) {
        Endpoint endpoint = find(path).orElseThrow().endpoint();

        assertThat(endpoint.service()).isEqualTo(service);
        assertThat(endpoint.reading().caller()).isEqualTo(caller);
    }

    @ParameterizedTest
    @DisplayName("A13, A14: no spelling of a path reaches what the table does not name")
    @ValueSource(
            strings = {
                "/",
                "/internal/tokens/resolve",
                "/actuator",
                "/actuator/health",
                "/actuator/prometheus",
                "//internal/tokens/resolve",
                "/_matrix/../internal/tokens/resolve",
                "/_matrix/client/v3/rooms/../../../../internal/x",
                "/_matrix/client/v3/profile/%2e%2e",
                "/_matrix/client/v3/profile/%2E./displayname",
                "/_matrix/client/v3/profile/.",
                "/_matrix/client//v3/sync",
                "/_matrix/client/v3/sync/",
                "/_matrix/client/v3;x=1/sync",
                "/_matrix/client/v3/sync;x=1",
                "/_MATRIX/client/v3/sync",
                "/_matrix/client/V3/sync",
                "/%5fmatrix/client/v3/sync",
                "/_matrix%2Fclient/v3/sync",
                "/_synapse/Admin/v1/users",
                "/_synapse/admin;a=b/v1/users",
                "/_synapse/%61dmin/v1/users",
                "/_synapse//admin/v1/users",
                "/_synapse/admin/%2e%2e/internal",
                "/_synapse/admin/../internal",
                "/_ganglion/admin/v1/gateway/x",
                "/_ganglion/admin/v1/../../internal",
                "/_matrix/federation/v1/version",
                "/_matrix/client/v3/rooms/!r:s/send//t1",
                "_matrix/client/v3/sync",
                "",
            })
    void a14_noSpellingOfAPathReachesWhatTheTableDoesNotName(String path) {
        assertThat(find(path)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("A13: a trick within an admin path leaves it an admin path")
    @ValueSource(
            strings = {
                "/_synapse/admin/v1/register/",
                "/_synapse/admin/v1/register;x=1",
                "/_synapse/admin/v1/Register",
                "/_synapse/admin/v1/register%2f",
                "/_synapse/admin/v1/%72egister",
            })
    void a13_aTrickWithinAnAdminPathLeavesItAnAdminPath(String path) {
        Endpoint endpoint = find(path).orElseThrow().endpoint();

        assertThat(endpoint.reading().caller()).isEqualTo(Caller.SERVER_ADMIN);
        assertThat(endpoint.writing().caller()).isEqualTo(Caller.SERVER_ADMIN);
    }

    @Test
    void theRoomIsDecodedOnceAndOnlyForChoosingAReplica() {
        var alias = find("/_matrix/client/v3/join/%23a%2Fb%2520c+d:s").orElseThrow();
        var room = find("/_matrix/client/v3/rooms/%21r%3As/join").orElseThrow();
        var none = find("/_matrix/client/v3/joined_rooms").orElseThrow();

        assertThat(alias.room()).contains("#a/b%20c+d:s");
        assertThat(room.room()).contains("!r:s");
        assertThat(none.room()).isEmpty();
    }

    @Test
    void everyPatternIsFoundByItself() {
        for (Endpoint endpoint : EndpointTable.all()) {
            String path = endpoint.pattern().replaceAll("\\{\\w+}", "x").replace("**", "y/z");

            assertThat(find(path)).as(path).map(EndpointIndex.Match::endpoint).contains(endpoint);
        }
    }

    private Optional<EndpointIndex.Match> find(String path) {
        return RawPath.parse(path).flatMap(index::find);
    }
}
