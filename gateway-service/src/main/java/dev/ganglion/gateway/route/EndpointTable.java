package dev.ganglion.gateway.route;

import static dev.ganglion.gateway.route.Affinity.NONE;
import static dev.ganglion.gateway.route.Affinity.ROOM;
import static dev.ganglion.gateway.route.Affinity.USER;

import dev.ganglion.gateway.limit.LimitClass;

import java.util.List;

/**
 * The table: every path that this server answers, with its owner. A path that is not here is
 * answered with {@code M_UNRECOGNIZED}, so services' internal and operational endpoints cannot be
 * reached.
 */
public final class EndpointTable extends OAuthEndpoints {
    private static final String V3 = "/_matrix/client/v3/";
    private static final String V1 = "/_matrix/client/v1/";
    private static final String DELAYED = "/_matrix/client/unstable/org.matrix.msc4140/";

    /** Where devices are kept that receive keys while nobody is logged in. */
    private static final String DEHYDRATED =
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

    /** Where clients look for room summaries that are older than version 1.15. */
    private static final String ROOM_SUMMARY_UNSTABLE =
            "/_matrix/client/unstable/im.nheko.summary/";

    private EndpointTable() {}

    public static List<Endpoint> all() {
        EndpointTable table = new EndpointTable();
        table.discovery();
        table.loginAndRegistration();
        table.pages();
        table.oauth();
        table.providers();
        table.account();
        table.openId();
        table.accountChanges();
        table.keys();
        table.calls();
        table.rooms();
        table.roomEvents();
        table.delayedEvents();
        table.directoryAndProfiles();
        table.sync();
        table.syncedData();
        table.media();
        table.moderation();
        table.administration();
        return table.endpoints();
    }

    private void discovery() {
        open(Service.GATEWAY, LimitClass.OPEN, "/_matrix/client/versions");
        open(Service.GATEWAY, LimitClass.OPEN, "/.well-known/matrix/client");
        open(Service.GATEWAY, LimitClass.OPEN, "/.well-known/matrix/server");
        open(Service.GATEWAY, LimitClass.OPEN, "/.well-known/matrix/support");
        open(Service.GATEWAY, LimitClass.OPEN, "/.well-known/matrix/policy_server");
    }

    private void loginAndRegistration() {
        newcomer(Service.AUTH, LimitClass.REGISTRATION, V3 + "register");
        open(
                Service.AUTH,
                LimitClass.REGISTRATION,
                V3 + "register/available",
                V3 + "register/email/requestToken",
                V3 + "register/msisdn/requestToken",
                V1 + "register/m.login.registration_token/validity");
        newcomer(Service.AUTH, LimitClass.LOGIN, V3 + "login");
        open(Service.AUTH, LimitClass.LOGIN, V3 + "refresh");
        open(Service.AUTH, LimitClass.OPEN, V1 + "auth_metadata");
        user(
                Service.AUTH,
                LimitClass.ACCOUNT,
                USER,
                V1 + "login/get_token",
                V3 + "logout",
                V3 + "logout/all");
    }

    private void pages() {
        open(Service.AUTH, LimitClass.OPEN, "/_ganglion/style.css");
        page(
                Service.AUTH,
                LimitClass.LOGIN,
                "/_ganglion/email/confirm",
                "/_ganglion/email/unsubscribe",
                "/_ganglion/sso/{idpId}/callback",
                "/_ganglion/sso/{idpId}/confirm",
                "/_ganglion/sso/username",
                "/_ganglion/sso/continue",
                V3 + "login/sso/redirect",
                V3 + "login/sso/redirect/{idpId}",
                V3 + "auth/{authType}/fallback/web");
    }

    /** Providers call from few addresses, for many people. */
    private void providers() {
        open(Service.AUTH, LimitClass.PROVIDER, "/_ganglion/sso/{idpId}/backchannel_logout");
    }

    private void account() {
        user(
                Service.AUTH,
                LimitClass.GENERAL,
                USER,
                V3 + "account/whoami",
                V3 + "account/3pid",
                V3 + "account/3pid/bind",
                V3 + "account/3pid/delete",
                V3 + "account/3pid/unbind",
                V3 + "capabilities",
                V3 + "devices",
                V3 + "user/{userId}/openid/request_token",
                V3 + "voip/turnServer",
                V3 + "admin/whois/{userId}",
                V1 + "admin/suspend/{userId}",
                V1 + "admin/lock/{userId}");
    }

    /** Who somebody is, for other services that were given an OpenID token. */
    private void openId() {
        openId(Service.AUTH, LimitClass.OPEN, "/_matrix/federation/v1/openid/userinfo");
    }

    /** Most of these ask for the password again. */
    private void accountChanges() {
        optional(
                Service.AUTH,
                LimitClass.ACCOUNT,
                NONE,
                V3 + "account/password",
                V3 + "account/deactivate",
                V3 + "account/password/email/requestToken",
                V3 + "account/password/msisdn/requestToken",
                V3 + "account/3pid/email/requestToken",
                V3 + "account/3pid/msisdn/requestToken");
        user(
                Service.AUTH,
                LimitClass.ACCOUNT,
                USER,
                V3 + "account/3pid/add",
                V3 + "delete_devices",
                V3 + "keys/device_signing/upload");
        cheapToRead(Service.AUTH, USER, LimitClass.ACCOUNT, V3 + "devices/{deviceId}");
    }

    private void keys() {
        user(
                Service.AUTH,
                LimitClass.GENERAL,
                USER,
                V3 + "keys/upload",
                V3 + "keys/query",
                V3 + "keys/claim",
                V3 + "keys/signatures/upload",
                V3 + "room_keys/version",
                V3 + "room_keys/version/{version}",
                V3 + "room_keys/keys",
                V3 + "room_keys/keys/{sessionRoom}",
                V3 + "room_keys/keys/{sessionRoom}/{sessionId}",
                DEHYDRATED);
        user(
                Service.SYNC,
                LimitClass.GENERAL,
                USER,
                V3 + "keys/changes",
                DEHYDRATED + "/{deviceId}/events");
    }

    private void calls() {
        user(
                Service.AUTH,
                LimitClass.GENERAL,
                USER,
                V1 + "rtc/transports",
                "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports");
        open(
                Service.AUTH,
                LimitClass.ACCOUNT,
                "/_ganglion/livekit/sfu/get",
                "/_ganglion/livekit/get_token");
    }

    private void rooms() {
        user(Service.ROOM, LimitClass.JOIN, USER, V3 + "createRoom");
        user(
                Service.ROOM,
                LimitClass.JOIN,
                ROOM,
                V3 + "join/{roomIdOrAlias}",
                V3 + "knock/{roomIdOrAlias}",
                V3 + "rooms/{roomId}/join",
                V3 + "rooms/{roomId}/invite",
                V3 + "rooms/{roomId}/upgrade");
        user(
                Service.ROOM,
                LimitClass.SEND,
                ROOM,
                V3 + "rooms/{roomId}/leave",
                V3 + "rooms/{roomId}/forget",
                V3 + "rooms/{roomId}/kick",
                V3 + "rooms/{roomId}/ban",
                V3 + "rooms/{roomId}/unban",
                V3 + "rooms/{roomId}/send/{eventType}/{txnId}",
                V3 + "rooms/{roomId}/redact/{eventId}/{txnId}");
        cheapToRead(
                Service.ROOM,
                ROOM,
                LimitClass.SEND,
                V3 + "rooms/{roomId}/state/{eventType}",
                V3 + "rooms/{roomId}/state/{eventType}/",
                V3 + "rooms/{roomId}/state/{eventType}/{stateKey}");
    }

    private void roomEvents() {
        user(
                Service.ROOM,
                LimitClass.GENERAL,
                ROOM,
                V3 + "rooms/{roomId}/state",
                V3 + "rooms/{roomId}/members",
                V3 + "rooms/{roomId}/joined_members",
                V3 + "rooms/{roomId}/messages",
                V3 + "rooms/{roomId}/event/{eventId}",
                V3 + "rooms/{roomId}/context/{eventId}",
                V3 + "rooms/{roomId}/aliases",
                V3 + "rooms/{roomId}/initialSync",
                V1 + "rooms/{roomId}/timestamp_to_event",
                V1 + "rooms/{roomId}/relations/{eventId}",
                V1 + "rooms/{roomId}/relations/{eventId}/{relType}",
                V1 + "rooms/{roomId}/relations/{eventId}/{relType}/{eventType}",
                V1 + "rooms/{roomId}/threads",
                V1 + "rooms/{roomId}/hierarchy");
        optional(
                Service.ROOM,
                LimitClass.OPEN,
                ROOM,
                V1 + "room_summary/{roomIdOrAlias}",
                ROOM_SUMMARY_UNSTABLE + "summary/{roomIdOrAlias}",
                ROOM_SUMMARY_UNSTABLE + "rooms/{roomIdOrAlias}/summary");
    }

    /** Whoever knows the ID of a delayed event may manage it, such as the service of a call. */
    private void delayedEvents() {
        user(
                Service.ROOM,
                LimitClass.SEND,
                ROOM,
                DELAYED + "rooms/{roomId}/delayed_event/{eventType}/{txnId}");
        user(Service.ROOM, LimitClass.GENERAL, USER, DELAYED + "delayed_events");
        readAndWrite(
                Service.ROOM,
                NONE,
                new Terms(Caller.USER, LimitClass.GENERAL),
                new Terms(Caller.OPTIONAL, LimitClass.DELAYED),
                DELAYED + "delayed_events/{delayId}",
                DELAYED + "delayed_events/{delayId}/{action}");
    }

    private void directoryAndProfiles() {
        user(
                Service.ROOM,
                LimitClass.GENERAL,
                USER,
                V3 + "joined_rooms",
                V1 + "mutual_rooms",
                "/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms",
                V3 + "thirdparty/protocols",
                V3 + "thirdparty/protocol/{protocol}",
                V3 + "thirdparty/location",
                V3 + "thirdparty/location/{protocol}",
                V3 + "thirdparty/user",
                V3 + "thirdparty/user/{protocol}");
        user(Service.ROOM, LimitClass.SEARCH, USER, V3 + "search", V3 + "user_directory/search");
        user(
                Service.ROOM,
                LimitClass.SEND,
                ROOM,
                V3 + "directory/list/appservice/{networkId}/{roomId}");
        openToRead(Service.ROOM, NONE, LimitClass.SEARCH, V3 + "publicRooms");
        openToRead(
                Service.ROOM,
                NONE,
                LimitClass.SEND,
                V3 + "profile/{userId}",
                V3 + "profile/{userId}/{keyName}");
        openToRead(
                Service.ROOM,
                ROOM,
                LimitClass.SEND,
                V3 + "directory/room/{roomAlias}",
                V3 + "directory/list/room/{roomId}");
    }

    private void sync() {
        longPoll(V3 + "sync");
        longPoll(V3 + "events");
        longPoll("/_matrix/client/unstable/org.matrix.simplified_msc3575/sync");
        user(
                Service.SYNC,
                LimitClass.GENERAL,
                USER,
                V3 + "initialSync",
                V3 + "events/{eventId}",
                V3 + "notifications");
    }

    private void syncedData() {
        user(Service.SYNC, LimitClass.SEND, USER, V3 + "sendToDevice/{eventType}/{txnId}");
        user(
                Service.SYNC,
                LimitClass.GENERAL,
                USER,
                V3 + "user/{userId}/filter",
                V3 + "user/{userId}/filter/{filterId}",
                V3 + "user/{userId}/account_data/{type}",
                V3 + "user/{userId}/rooms/{roomId}/account_data/{type}",
                V3 + "user/{userId}/rooms/{roomId}/tags",
                V3 + "user/{userId}/rooms/{roomId}/tags/{tag}",
                V3 + "rooms/{roomId}/receipt/{receiptType}/{eventId}",
                V3 + "rooms/{roomId}/read_markers",
                "/_matrix/client/unstable/io.element.msc4306/rooms/{roomId}/thread/{eventId}/subscription",
                "/_matrix/client/unstable/io.element.msc4308/thread_subscriptions",
                V3 + "rooms/{roomId}/typing/{userId}",
                V3 + "presence/{userId}/status",
                V3 + "pushers",
                V3 + "pushers/set",
                V3 + "pushrules",
                V3 + "pushrules/",
                V3 + "pushrules/global",
                V3 + "pushrules/global/",
                V3 + "pushrules/global/{kind}/{ruleId}",
                V3 + "pushrules/global/{kind}/{ruleId}/enabled",
                V3 + "pushrules/global/{kind}/{ruleId}/actions");
    }

    private void media() {
        for (String version : List.of("v3", "r0", "v1")) {
            String legacy = "/_matrix/media/" + version + "/";
            upload(legacy + "upload");
            download(Caller.OPTIONAL, legacy + "download/{serverName}/{mediaId}");
            download(Caller.OPTIONAL, legacy + "download/{serverName}/{mediaId}/{fileName}");
            download(Caller.OPTIONAL, legacy + "thumbnail/{serverName}/{mediaId}");
            user(Service.MEDIA, LimitClass.GENERAL, USER, legacy + "config");
            user(Service.MEDIA, LimitClass.SEARCH, USER, legacy + "preview_url");
        }
        upload("/_matrix/media/v3/upload/{serverName}/{mediaId}");
        user(Service.MEDIA, LimitClass.UPLOAD, USER, "/_matrix/media/v1/create");
        download(Caller.USER, V1 + "media/download/{serverName}/{mediaId}");
        download(Caller.USER, V1 + "media/download/{serverName}/{mediaId}/{fileName}");
        download(Caller.USER, V1 + "media/thumbnail/{serverName}/{mediaId}");
        user(Service.MEDIA, LimitClass.GENERAL, USER, V1 + "media/config");
        user(Service.MEDIA, LimitClass.SEARCH, USER, V1 + "media/preview_url");
    }

    private void moderation() {
        user(
                Service.MODERATION,
                LimitClass.REPORT,
                USER,
                V3 + "rooms/{roomId}/report",
                V3 + "rooms/{roomId}/report/{eventId}",
                V3 + "users/{userId}/report");
    }

    private void administration() {
        open(Service.AUTH, LimitClass.LOGIN, "/_synapse/admin/v1/register");
        admin(Service.AUTH, "/_synapse/admin/**");
        admin(
                Service.ROOM,
                "/_synapse/admin/v1/rooms",
                "/_synapse/admin/v1/rooms/**",
                "/_synapse/admin/v2/rooms/**",
                "/_synapse/admin/v1/join/{roomIdOrAlias}",
                "/_synapse/admin/v1/purge_history/**",
                "/_synapse/admin/v1/purge_history_status/{purgeId}");
        admin(
                Service.MEDIA,
                "/_synapse/admin/v1/media/**",
                "/_synapse/admin/v1/purge_media_cache",
                "/_synapse/admin/v1/quarantine_media/**");
        admin(
                Service.MODERATION,
                "/_synapse/admin/v1/event_reports",
                "/_synapse/admin/v1/event_reports/**");
        for (Service service : Service.values()) {
            if (service != Service.GATEWAY) {
                admin(service, "/_ganglion/admin/v1/" + service.id() + "/**");
            }
        }
    }
}
