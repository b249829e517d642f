package dev.ganglion.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.limit.LimitClass;
import dev.ganglion.gateway.limit.LimitKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.http.HttpMethod;

import java.util.List;

class EndpointTableTest {
    private static final List<Endpoint> ALL = EndpointTable.all();
    private final EndpointIndex index = new EndpointIndex(ALL);

    @ParameterizedTest
    @CsvSource({
        "GET, /_matrix/client/v3/profile/@a:s/displayname, OPTIONAL, OPEN",
        "HEAD, /_matrix/client/v3/profile/@a:s, OPTIONAL, OPEN",
        "PUT, /_matrix/client/v3/profile/@a:s/displayname, USER, SEND",
        "DELETE, /_matrix/client/v3/profile/@a:s/m.tz, USER, SEND",
        "GET, /_matrix/client/v3/directory/room/%23a:s, OPTIONAL, OPEN",
        "PUT, /_matrix/client/v3/directory/room/%23a:s, USER, SEND",
        "DELETE, /_matrix/client/v3/directory/room/%23a:s, USER, SEND",
        "GET, /_matrix/client/v3/directory/list/room/!r:s, OPTIONAL, OPEN",
        "PUT, /_matrix/client/v3/directory/list/room/!r:s, USER, SEND",
        "GET, /_matrix/client/v3/publicRooms, OPTIONAL, OPEN",
        "POST, /_matrix/client/v3/publicRooms, USER, SEARCH",
        "POST, /_matrix/client/v3/user_directory/search, USER, SEARCH",
        "GET, /_matrix/client/v1/room_summary/!r:s, OPTIONAL, OPEN",
        "GET, /_matrix/client/v3/rooms/!r:s/state/m.room.name, USER, GENERAL",
        "PUT, /_matrix/client/v3/rooms/!r:s/state/m.room.name, USER, SEND",
        "GET, /_matrix/client/v3/rooms/!r:s/state/m.room.member/@a:s, USER, GENERAL",
        "PUT, /_matrix/client/v3/rooms/!r:s/state/m.room.member/@a:s, USER, SEND",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.room.message/t1, USER, SEND",
        "PUT, /_matrix/client/v3/rooms/!r:s/redact/$e/t1, USER, SEND",
        "PUT, /_matrix/client/unstable/org.matrix.msc4140/rooms/!r:s/delayed_event/m.x/t1, USER, SEND",
        "GET, /_matrix/client/unstable/org.matrix.msc4140/delayed_events, USER, GENERAL",
        "GET, /_matrix/client/unstable/org.matrix.msc4140/delayed_events/d, USER, GENERAL",
        "POST, /_matrix/client/unstable/org.matrix.msc4140/delayed_events/d, OPTIONAL, DELAYED",
        "POST, /_matrix/client/unstable/org.matrix.msc4140/delayed_events/d/send, OPTIONAL, DELAYED",
        "POST, /_matrix/client/v3/rooms/!r:s/leave, USER, SEND",
        "POST, /_matrix/client/v3/rooms/!r:s/forget, USER, SEND",
        "POST, /_matrix/client/v3/rooms/!r:s/kick, USER, SEND",
        "POST, /_matrix/client/v3/rooms/!r:s/ban, USER, SEND",
        "POST, /_matrix/client/v3/rooms/!r:s/unban, USER, SEND",
        "GET, /_matrix/client/v3/rooms/!r:s/unban, USER, SEND",
        "POST, /_matrix/client/v3/rooms/!r:s/join, USER, JOIN",
        "POST, /_matrix/client/v3/createRoom, USER, JOIN",
        "POST, /_matrix/client/v3/account/password, OPTIONAL, ACCOUNT",
        "GET, /_matrix/client/v3/devices/DEV, USER, GENERAL",
        "DELETE, /_matrix/client/v3/devices/DEV, USER, ACCOUNT",
        "POST, /_matrix/client/v3/delete_devices, USER, ACCOUNT",
        "POST, /_matrix/client/v3/keys/device_signing/upload, USER, ACCOUNT",
        "POST, /_matrix/client/v3/login, NEWCOMER, LOGIN",
        "GET, /_matrix/client/v3/login, PUBLIC, LOGIN",
        "POST, /_matrix/client/v3/refresh, PUBLIC, LOGIN",
        "GET, /_matrix/federation/v1/openid/userinfo, OPENID, OPEN",
        "POST, /_ganglion/sso/company/backchannel_logout, PUBLIC, PROVIDER",
        "POST, /_ganglion/livekit/sfu/get, PUBLIC, ACCOUNT",
        "POST, /_ganglion/livekit/get_token, PUBLIC, ACCOUNT",
        "GET, /_matrix/client/v1/auth_metadata, PUBLIC, OPEN",
        "GET, /_matrix/client/unstable/org.matrix.msc2965/auth_metadata, PUBLIC, OPEN",
        "POST, /_ganglion/oauth2/register, PUBLIC, REGISTRATION",
        "POST, /_ganglion/oauth2/token, PUBLIC, LOGIN",
        "POST, /_ganglion/oauth2/revoke, PUBLIC, LOGIN",
        "POST, /_ganglion/oauth2/device_authorization, PUBLIC, LOGIN",
        "GET, /_ganglion/oauth2/authorize, PUBLIC, LOGIN",
        "POST, /_ganglion/oauth2/device, PUBLIC, LOGIN",
        "POST, /_ganglion/sign-in, PUBLIC, LOGIN",
        "GET, /_ganglion/sso/company/sign-in, PUBLIC, LOGIN",
        "POST, /_ganglion/register, PUBLIC, REGISTRATION",
        "GET, /_ganglion/account, PUBLIC, LOGIN",
        "POST, /_ganglion/account/device-delete, PUBLIC, LOGIN",
        "PUT, /_matrix/client/v3/directory/list/appservice/irc/!r:s, USER, SEND",
        "POST, /_matrix/client/v3/register, NEWCOMER, REGISTRATION",
        "POST, /_matrix/client/v3/rooms/!r:s/report, USER, REPORT",
        "POST, /_matrix/client/v3/rooms/!r:s/report/$e, USER, REPORT",
        "POST, /_matrix/client/v3/users/@a:s/report, USER, REPORT",
        "POST, /_matrix/media/v3/upload, USER, UPLOAD",
        "GET, /_matrix/client/v1/media/download/s/m, USER, DOWNLOAD",
        "GET, /_matrix/client/v3/sync, USER, SYNC",
        "POST, /_matrix/client/unstable/org.matrix.simplified_msc3575/sync, USER, SYNC",
        "PUT, /_matrix/client/unstable/io.element.msc4306/rooms/!r:s/thread/$e/subscription, USER, GENERAL",
        "GET, /_matrix/client/unstable/io.element.msc4308/thread_subscriptions, USER, GENERAL",
        "DELETE, /_synapse/admin/v1/rooms/!r:s, SERVER_ADMIN, ADMIN",
        "DELETE, /_synapse/admin/v2/rooms/!r:s, SERVER_ADMIN, ADMIN",
        "GET, /_synapse/admin/v2/rooms/delete_status/d1, SERVER_ADMIN, ADMIN",
        "PUT, /_synapse/admin/v1/rooms/!r:s/block, SERVER_ADMIN, ADMIN",
        "POST, /_synapse/admin/v1/purge_history/!r:s/$e, SERVER_ADMIN, ADMIN",
        "GET, /_synapse/admin/v1/purge_history_status/p1, SERVER_ADMIN, ADMIN",
    })
    void everyUseHasItsTerms(HttpMethod method, String path, Caller caller, LimitClass limit) {
        Endpoint endpoint =
                RawPath.parse(path).flatMap(index::find).map(EndpointIndex.Match::endpoint).get();

        assertThat(endpoint.terms(method)).isEqualTo(new Terms(caller, limit));
    }

    /** A limit of users alone would not hold back anyone who comes without a token. */
    @ParameterizedTest
    @FieldSource("ALL")
    void whoeverNeedsNoTokenPaysByAddress(Endpoint endpoint) {
        for (Terms terms : List.of(endpoint.reading(), endpoint.writing())) {
            if (terms.caller() != Caller.USER && terms.caller() != Caller.SERVER_ADMIN) {
                assertThat(terms.limit().defaults()).containsKey(LimitKey.IP);
            }
        }
    }

    /** Behind one address there may be a whole office. */
    @ParameterizedTest
    @FieldSource("ALL")
    void whoeverNeedsATokenPaysAsAUser(Endpoint endpoint) {
        for (Terms terms : List.of(endpoint.reading(), endpoint.writing())) {
            if (terms.caller() == Caller.USER || terms.caller() == Caller.SERVER_ADMIN) {
                assertThat(terms.limit().defaults()).containsKey(LimitKey.USER);
            }
        }
    }

    @Test
    void whatAnyoneMayReadNobodyWritesAtThatPrice() {
        assertThat(ALL)
                .filteredOn(endpoint -> endpoint.writing().limit() == LimitClass.OPEN)
                .as("endpoints that answer nothing but GET")
                .extracting(Endpoint::pattern)
                .containsExactlyInAnyOrder(
                        "/_matrix/client/versions",
                        "/.well-known/matrix/client",
                        "/.well-known/matrix/server",
                        "/.well-known/matrix/support",
                        "/.well-known/matrix/policy_server",
                        "/_matrix/client/v1/auth_metadata",
                        "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                        "/_ganglion/style.css",
                        "/_matrix/federation/v1/openid/userinfo",
                        "/_matrix/client/v1/room_summary/{roomIdOrAlias}",
                        "/_matrix/client/unstable/im.nheko.summary/summary/{roomIdOrAlias}",
                        "/_matrix/client/unstable/im.nheko.summary/rooms/{roomIdOrAlias}/summary");
    }
}
