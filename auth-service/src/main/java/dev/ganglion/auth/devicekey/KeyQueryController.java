package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.crosssigning.CrossSigningKeys;
import dev.ganglion.auth.crosssigning.KeySignatureRepository;
import dev.ganglion.protocol.e2ee.CrossSigningKey.Usage;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.Map;

/**
 * Client-server API, "Tracking the device list for a user": whose devices there are, by what keys.
 * Anybody may ask for anybody, in three statements however many are asked for.
 */
@RestController
class KeyQueryController {
    static final String PATH = "/_matrix/client/v3/keys/query";

    private final QueriedDeviceRepository devices;
    private final CrossSigningKeys keys;
    private final KeySignatureRepository signatures;
    private final DeviceKeyProperties properties;
    private final ServerProperties server;

    KeyQueryController(
            QueriedDeviceRepository devices,
            CrossSigningKeys keys,
            KeySignatureRepository signatures,
            DeviceKeyProperties properties,
            ServerProperties server) {
        this.devices = devices;
        this.keys = keys;
        this.signatures = signatures;
        this.properties = properties;
        this.server = server;
    }

    record QueryResponse(
            Map<String, Map<String, JsonObject>> deviceKeys,
            Map<String, JsonObject> masterKeys,
            Map<String, JsonObject> selfSigningKeys,
            Map<String, JsonObject> userSigningKeys,
            JsonObject failures) {
        static QueryResponse of(QueriedKeys keys, JsonObject failures) {
            return new QueryResponse(
                    keys.devices(),
                    keys.keys(Usage.MASTER),
                    keys.keys(Usage.SELF_SIGNING),
                    keys.keys(Usage.USER_SIGNING),
                    failures);
        }
    }

    @PostMapping(PATH)
    Mono<QueryResponse> query(
            Requester requester,
            @RequestBody JsonObject body,
            @RequestAttribute(AnswerBudgetFilter.SHARE) AnswerBudget.Share share) {
        Asked asked = Asked.parse(body, "device_keys", server.serverName());
        KeyQuery query = KeyQuery.parse(asked.ofLocalUsers(), properties.queriedNames());
        return queried(requester.userId(), query, share)
                .map(found -> QueryResponse.of(found, asked.failures()));
    }

    private Mono<QueriedKeys> queried(UserId reader, KeyQuery query, AnswerBudget.Share share) {
        return devices.list(query)
                .doOnNext(device -> share.add(device.keys().bytes().length))
                .collectList()
                .zipWhen(_ -> keys.visibleTo(reader, query.users()))
                .zipWhen(_ -> signatures.visibleTo(reader, query.users()))
                // To read the keys of thousands of devices takes longer than an event loop has.
                .publishOn(Schedulers.parallel())
                .map(
                        read ->
                                new QueriedKeys(
                                        query.users(),
                                        read.getT1().getT1(),
                                        read.getT1().getT2(),
                                        read.getT2()));
    }
}
