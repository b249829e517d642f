package dev.ganglion.auth.admin;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/**
 * Answers what no endpoint of the administrators' API answers: nobody else may learn what there is
 * and what not.
 */
@RestController
class AdminFence {
    @RequestMapping("/_synapse/admin/**")
    Mono<Void> anything(Requester requester) {
        requester.mustBeServerAdmin();
        return Mono.error(MatrixException.unrecognized());
    }
}
