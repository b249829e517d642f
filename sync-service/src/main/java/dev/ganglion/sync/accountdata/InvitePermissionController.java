package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.ServiceCaller;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** For room-service, which writes invitations. */
@RestController
class InvitePermissionController {
    private final InvitePermissions permissions;

    InvitePermissionController(InvitePermissions permissions) {
        this.permissions = permissions;
    }

    record Permission(boolean isBlocked) {}

    @GetMapping("/internal/users/{userId}/invite_permission")
    Mono<Permission> get(ServiceCaller caller, @PathVariable UserId userId) {
        caller.mustBe("room");
        return permissions.isBlocked(userId).map(Permission::new);
    }
}
