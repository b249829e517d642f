package dev.ganglion.auth.rtc;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/**
 * MSC4195: what clients expect at the {@code livekit_service_url}. They prove who they are with an
 * OpenID token, for they may come from other servers.
 */
@RestController
class TicketController {
    static final String PATHS = "/_ganglion/livekit";

    private final TicketOffice office;

    TicketController(TicketOffice office) {
        this.office = office;
    }

    @PostMapping(PATHS + "/sfu/get")
    Mono<Livekit.Ticket> ofDevice(@RequestBody TicketRequest.OfDevice request) {
        return office.ticket(request);
    }

    @PostMapping(PATHS + "/get_token")
    Mono<Livekit.Ticket> ofMember(@RequestBody TicketRequest.OfMember request) {
        return office.ticket(request);
    }
}
