package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Map;

/**
 * Client-server API, "Account management URL parameters": a client's link says what its user wants
 * to do. An action that is not known here leads to the first page.
 */
@PageEndpoints
class AccountController {
    private final AccountPages pages;
    private final AccountDevices devices;
    private final AccountEmails emails;
    private final AccountProof proof;

    AccountController(
            AccountPages pages, AccountDevices devices, AccountEmails emails, AccountProof proof) {
        this.pages = pages;
        this.devices = devices;
        this.emails = emails;
        this.proof = proof;
    }

    @GetMapping(AccountPages.PATH)
    Mono<ResponseEntity<byte[]>> show(
            @RequestParam(defaultValue = "") String action,
            @RequestParam(name = "device_id", defaultValue = "") String device,
            ServerWebExchange exchange) {
        return pages.show(
                exchange,
                session ->
                        switch (action) {
                            case "org.matrix.devices_list", "org.matrix.sessions_list" ->
                                    deviceList(session);
                            case "org.matrix.device_view",
                                    "org.matrix.device_delete",
                                    "org.matrix.session_view",
                                    "org.matrix.session_end" ->
                                    oneDevice(session, device);
                            case "org.matrix.account_deactivate" -> deactivation(session);
                            case "org.matrix.cross_signing_reset" ->
                                    Mono.just(Page.of("account-reset", Map.of()));
                            case "emails" -> emailList(session);
                            default -> overview(session);
                        });
    }

    private Mono<Page> overview(BrowserSession session) {
        return Mono.zip(proof.isChangeable(session.userId()), emails.list(session.userId()))
                .map(
                        known ->
                                Page.of(
                                        "account",
                                        Map.of(
                                                "canChangePassword",
                                                known.getT1(),
                                                "hasEmails",
                                                emails.arePossible() || !known.getT2().isEmpty())));
    }

    /** Those that are there can be removed, also where no mail can be sent any more. */
    private Mono<Page> emailList(BrowserSession session) {
        return emails.list(session.userId())
                .map(
                        all ->
                                Page.of(
                                        "account-emails",
                                        Map.of("emails", all, "isPossible", emails.arePossible())));
    }

    private Mono<Page> deviceList(BrowserSession session) {
        return devices.list(session.userId())
                .map(all -> all.stream().map(AccountDevice::shown).toList())
                .map(all -> Page.of("account-devices", Map.of("devices", all)));
    }

    private Mono<Page> oneDevice(BrowserSession session, String device) {
        return Mono.justOrEmpty(DeviceId.tryParse(device))
                .flatMap(id -> devices.find(session.userId(), id))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("You have no such device")))
                .map(found -> Page.of("account-device", found.shown()));
    }

    private Mono<Page> deactivation(BrowserSession session) {
        return proof.isPassword(session.userId())
                .map(
                        hasPassword ->
                                Page.of("account-deactivate", Map.of("hasPassword", hasPassword)));
    }
}
